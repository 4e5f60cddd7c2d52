/**
 * Opens one snapshot of each database at what is, for every event, one instant.
 *
 * While they are taken no service can add an event to its outbox or take one out: `SHARE` on every `outbox` lets
 * readers and the relays' row locks pass and holds back their writes, for milliseconds. Were the snapshots taken one
 * after the other, a consumer's could have the effect of an event that its producer's is too old to have made.
 * `README.md` has the proof.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@balcao/kit/log.ts';
import type pg from 'pg';
import { BackupFailure } from './backup-failure.ts';
import { connect } from './connect.ts';
import type { ServiceDatabase } from './service-databases.ts';
import { beginSnapshot, freezeSnapshot, hold, isLockTimeout } from './snapshot-store.ts';

export interface Snapshots {
  /** By service: each connection is in a transaction that sees the instant, until `release()`. */
  clients: Map<string, pg.Client>;
  /** How long writers were held back, in milliseconds. */
  heldMs: number;
  release(): Promise<void>;
}

export interface SnapshotOptions {
  serverUrl: string;
  databases: readonly ServiceDatabase[];
  log: Logger;
  attempts?: number;
  /** How long writers may have to wait behind a lock that waits itself, in milliseconds. */
  lockTimeoutMs?: number;
}

/** @throws BackupFailure `shop_busy` when the locks could not be had in any attempt; nothing stays locked. */
export async function takeSnapshots(options: SnapshotOptions): Promise<Snapshots> {
  const { serverUrl, databases, log, attempts = 10, lockTimeoutMs = 2_000 } = options;
  const readers = await connectAll(serverUrl, databases);
  const holders = await connectAll(serverUrl, databases).catch(async (error: unknown) => {
    await endAll(readers);
    throw error;
  });
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const heldMs = await cut([...readers.values()], [...holders.values()], lockTimeoutMs);
      if (heldMs !== null) return { clients: readers, heldMs, release: () => endAll(readers) };
      log.warn({ attempt }, 'an outbox is locked by somebody else; the snapshots are tried again');
      await delay(Math.random() * 500 * attempt);
    }
    throw new BackupFailure('shop_busy', `no instant for the snapshots in ${attempts} attempts`);
  } catch (error) {
    await endAll(readers);
    throw error;
  } finally {
    await endAll(holders);
  }
}

/** One attempt; null when a lock was not to be had in time. */
async function cut(
  readers: pg.Client[],
  holders: pg.Client[],
  lockTimeoutMs: number,
): Promise<number | null> {
  const startedAt = performance.now();
  try {
    const held = await Promise.allSettled(holders.map((client) => hold(client, lockTimeoutMs)));
    const failed = held.filter((outcome) => outcome.status === 'rejected');
    const unexpected = failed.find(({ reason }) => !isLockTimeout(reason));
    if (unexpected !== undefined) throw unexpected.reason;
    if (failed.length > 0) return null;
    await Promise.all(readers.map(beginSnapshot));
    await Promise.all(readers.map(freezeSnapshot));
    return performance.now() - startedAt;
  } finally {
    await Promise.all(holders.map((client) => client.query('ROLLBACK')));
  }
}

async function connectAll(
  serverUrl: string,
  databases: readonly ServiceDatabase[],
): Promise<Map<string, pg.Client>> {
  const clients = new Map<string, pg.Client>();
  try {
    for (const { service, database } of databases)
      clients.set(service, await connect(serverUrl, database));
    return clients;
  } catch (error) {
    await endAll(clients);
    throw error;
  }
}

async function endAll(clients: Map<string, pg.Client>): Promise<void> {
  await Promise.all([...clients.values()].map((client) => client.end().catch(() => undefined)));
}
