/** Elects one leader among the replicas by a Lease, as client-go does, and tells it when its term is over. */
import type { Logger } from '@balcao/kit/log.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { createTerm, type Fence, momentOf, type Term } from './fence.ts';
import { isConflict } from './kube-error.ts';
import type { KubeMetrics } from './kube-metrics.ts';
import type { KubeObject } from './kube-object.ts';
import { claimed, holdingOf, released, renewed } from './lease-record.ts';
import { leases } from './resource-type.ts';
import { withLimits } from './with-limits.ts';

export interface ElectorOptions {
  cluster: Cluster;
  namespace: string;
  name: string;
  /** Of this replica and this start of it, such as the pod's name and a random part. */
  identity: string;
  log: Logger;
  metrics: KubeMetrics;
  /** A leader that was not heard of for so long is succeeded. Default 15 s. */
  leaseMs?: number | undefined;
  /** A leader that could not renew for so long leads no more; less than `leaseMs`. Default 10 s. */
  renewDeadlineMs?: number | undefined;
  /** Between looks at the lease. Default 2 s, with jitter. */
  retryMs?: number | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  /**
   * Leads until `fence.ending` is aborted, and then resolves as soon as nothing of it runs on. The lease is renewed until
   * then and given back after it, so that the next leader begins when this one has ended. When it rejects, the term ends.
   */
  lead(fence: Fence): Promise<void>;
}

export interface Elector {
  start(): void;
  /** Ends the term, waits for `lead`, gives the lease back and resolves. Safe to call twice. */
  stop(): Promise<void>;
  isLeading(): boolean;
  /** Who leads, as far as is known. */
  leader(): string | undefined;
  lastSignAgeMs(): number;
}

/**
 * Nobody's clock is compared with anybody else's: a lease has run out when *this* replica has seen no change of it for
 * its whole duration, and a leader gives up `renewDeadlineMs` after *it* has sent its last renewal that was taken. Since
 * that is shorter, two clocks may be years apart, and only their speeds have to be alike.
 */
export function createElector(options: ElectorOptions): Elector {
  const { cluster, namespace, name, identity, log, metrics, lead } = options;
  const { clock = systemClock, random = Math.random } = options;
  const { leaseMs = 15_000, renewDeadlineMs = 10_000, retryMs = 2_000 } = options;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let term: Term | undefined;
  let seen: { record: string; holder: string; sinceMs: number } | undefined;
  let lastSignMs = clock.nowMs();

  /** The lease is somebody else's until it says so, or until it has not changed for its whole duration here. */
  function isFree(lease: KubeObject): boolean {
    const { holder, leaseMs: heldMs } = holdingOf(lease);
    const record = JSON.stringify(lease.spec);
    if (seen?.record !== record) seen = { record, holder, sinceMs: clock.nowMs() };
    return holder === '' || holder === identity || clock.nowMs() - seen.sinceMs >= heldMs;
  }

  /** Undefined where somebody else leads, or was faster. */
  async function acquire(signal: AbortSignal): Promise<KubeObject | undefined> {
    const lease = await cluster.get(leases, { namespace, name }, signal);
    if (lease !== undefined && !isFree(lease)) return undefined;
    const claim = claimed(lease, { namespace, name, identity, leaseMs, date: clock.date() });
    try {
      return await cluster[lease === undefined ? 'create' : 'update'](leases, claim, signal);
    } catch (error) {
      if (isConflict(error)) return undefined;
      throw error;
    }
  }

  /** Undefined where the lease is no longer ours. Somebody may have written to it who does not want to lead. */
  async function renew(lease: KubeObject, signal: AbortSignal): Promise<KubeObject | undefined> {
    try {
      return await cluster.update(leases, renewed(lease, clock.date()), signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const now = await cluster.get(leases, { namespace, name }, signal);
    const [mine, theirs] = [holdingOf(lease), now === undefined ? undefined : holdingOf(now)];
    if (now === undefined || theirs?.holder !== identity || theirs.term !== mine.term)
      return undefined;
    return cluster.update(leases, renewed(now, clock.date()), signal);
  }

  /** Until the term ends or `done` is aborted; answers the lease as it was written last. */
  async function keep(first: KubeObject, held: Term, done: AbortSignal): Promise<KubeObject> {
    let lease = first;
    const limits = { signals: [held.fence.signal], timeoutMs: renewDeadlineMs / 2, clock };
    while (!held.fence.signal.aborted && !done.aborted) {
      await pause(clock, retryMs * (0.8 + random() * 0.4), done);
      if (held.fence.signal.aborted || done.aborted) break;
      const sentAt = momentOf(clock);
      try {
        const next = await withLimits(limits, (signal) => renew(lease, signal));
        if (next === undefined) held.end('another replica has the lease');
        else {
          lease = next;
          held.extend(sentAt);
        }
      } catch (error) {
        if (!held.fence.signal.aborted) log.warn({ err: error }, 'the lease was not renewed');
      }
      lastSignMs = clock.nowMs();
    }
    return lease;
  }

  async function serve(lease: KubeObject, sentAt: ReturnType<typeof momentOf>): Promise<void> {
    const held = createTerm(clock, { term: holdingOf(lease).term, heldMs: renewDeadlineMs });
    const done = new AbortController();
    held.fence.signal.addEventListener('abort', () => done.abort(), { once: true });
    held.extend(sentAt);
    term = held;
    if (stopping.signal.aborted) held.askToEnd();
    tell('begun', held.fence.term);
    const keeping = keep(lease, held, done.signal);
    try {
      await lead(held.fence);
    } catch (error) {
      log.error({ err: error }, 'the leader failed; its term ends');
    }
    done.abort();
    const last = await keeping;
    const isOurs = held.fence.isHeld();
    held.end('the term is over');
    term = undefined;
    tell('ended', held.fence.term);
    if (isOurs) await giveBack(last);
  }

  function tell(change: 'begun' | 'ended', number: number): void {
    metrics.isLeader.set(change === 'begun' ? 1 : 0);
    metrics.leaderChanges.inc({ change });
    log.info({ term: number, identity }, `a term of leading has ${change}`);
  }

  /** Where this fails the lease runs out by itself. */
  async function giveBack(lease: KubeObject): Promise<void> {
    const limits = { signals: [], timeoutMs: renewDeadlineMs / 2, clock };
    await withLimits(limits, (signal) =>
      cluster.update(leases, released(lease, clock.date()), signal),
    ).catch((error: unknown) => log.warn({ err: error }, 'the lease was not given back'));
  }

  async function campaign(): Promise<void> {
    // A claim is not broken off by `stop`: it may have been taken, and then has to be given back.
    const limits = { signals: [], timeoutMs: renewDeadlineMs / 2, clock };
    while (!stopping.signal.aborted) {
      const sentAt = momentOf(clock);
      try {
        const lease = await withLimits(limits, acquire);
        lastSignMs = clock.nowMs();
        if (lease !== undefined) await serve(lease, sentAt);
      } catch (error) {
        log.warn({ err: error }, 'the lease could not be had');
      }
      lastSignMs = clock.nowMs();
      await pause(clock, retryMs * (0.8 + random() * 0.4), stopping.signal);
    }
  }

  return {
    start() {
      running ??= campaign();
    },
    async stop() {
      stopping.abort();
      term?.askToEnd();
      await running;
    },
    isLeading: () => term?.fence.isHeld() === true,
    leader: () => (term?.fence.isHeld() === true ? identity : seen?.holder),
    lastSignAgeMs: () => clock.nowMs() - lastSignMs,
  };
}
