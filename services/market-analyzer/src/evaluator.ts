/**
 * Evaluates rules as quotes arrive: one evaluator over all replicas, by a lease. It reads and judges outside of any
 * transaction and writes what came of it in one; whatever goes wrong, it forgets all and begins again from what
 * is stored: rules, where they stand, and the quotes of their windows up to the cursor.
 *
 * The clock is told to the engines only as far as no quote that is being stored can say otherwise: up to a moment
 * before which every transaction that was under way has ended, and all that they stored has been judged; less a
 * second, which a quote may have spent on its way.
 */
import type { Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import {
  adoptRestored,
  type Evaluation,
  lookOut,
  type Outlook,
  readArrivals,
  readEvaluation,
} from './evaluation-store.ts';
import { type AssertHeld, keepLease } from './keep-lease.ts';
import { dropLease, holdLease } from './lease-store.ts';
import { loadRules } from './load-rules.ts';
import { Overtaken, recordRound } from './record-round.ts';
import { RuleRunners } from './rule-runners.ts';
import type { WatchedRule } from './watched-rule-store.ts';

export interface EvaluatorOptions {
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  /** The most quotes that the windows of all rules may hold together. */
  maxWindowQuotes: number;
  /** All quotes that were stored before this moment by the shop's clock, in milliseconds, have been judged. */
  onJudged?: (untilMs: number) => void;
  /** There is no room for its window: it is in `error`. */
  onGivenUp?: (rule: WatchedRule) => void;
  /** Another one leads, or has led in between; it is begun again by itself. */
  onOvertaken?: (error: Error) => void;
}

export interface Evaluator {
  /**
   * Judges all that has come. Answers whether there are quotes that must wait for an older transaction to end.
   * Not to be called again before it has ended.
   */
  run(): Promise<boolean>;
  /** Ends the present round and lets another replica evaluate at once: what else has come is left to it. */
  stop(): Promise<void>;
}

/** What the leader keeps in memory. */
interface Session {
  runners: RuleRunners;
  evaluation: Evaluation;
  /** `Outlook.rules` of the rules that run. */
  rules: string;
  recordedAtMs: number;
  /** Once all transactions before `xid` have ended, all quotes that were stored before `at` can be judged. */
  mark: { xid: number; at: number } | null;
}

/** An evaluator that dies is replaced within this and one look. */
const leaseMs = 5_000;
/** How often the lead is tried for, and prolonged when nothing happens. */
const leadEveryMs = 1_000;
/** Few enough to leave the event loop to others in between. */
const maxQuotes = 2_000;
const wayOfQuotesMs = 1_000;

export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { db, outbox, now, maxWindowQuotes, onJudged, onGivenUp, onOvertaken } = options;
  const lease = { name: 'evaluate rules', holder: newId(), ms: leaseMs };
  let session: Session | null = null;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let running: Promise<boolean> = Promise.resolve(false);

  const hold = () => db.transaction((tx) => holdLease(tx, lease));

  /** Null while another replica leads. */
  async function lead(): Promise<Session | null> {
    if (performance.now() - triedAtMs < leadEveryMs) return null;
    triedAtMs = performance.now();
    if (!(await hold())) return null;
    await adoptRestored(db);
    const at = now().getTime();
    const { ownXid: xid, ...evaluation } = await readEvaluation(db);
    return {
      runners: new RuleRunners(),
      evaluation,
      rules: '',
      recordedAtMs: performance.now(),
      mark: { xid, at },
    };
  }

  /** Takes one portion of quotes; answers whether there are more, and what it saw. */
  async function evaluate(
    own: Session,
    assertHeld: AssertHeld,
  ): Promise<{ isMore: boolean; outlook: Outlook }> {
    const at = now();
    const outlook = await lookOut(db, at);
    if (outlook.rules !== own.rules) await takeRules(own, outlook.rules, assertHeld);
    const isMore = await judge(own, outlook.xmin);
    own.runners.begin(own.evaluation.xid);
    if (!isMore && own.mark !== null && outlook.xmin > own.mark.xid) {
      own.runners.passTime(own.mark.at - wayOfQuotesMs);
      onJudged?.(own.mark.at);
      own.mark = null;
    }
    await record(own, { at, hasUntold: outlook.hasUntold });
    return { isMore, outlook };
  }

  async function takeRules(own: Session, rules: string, assertHeld: AssertHeld): Promise<void> {
    const { runners, evaluation: upTo } = own;
    const onPage = () => {
      assertHeld();
      if (isStopped) throw new Overtaken('this evaluator is stopped');
    };
    const givenUp = await loadRules(db, { runners, upTo, maxWindowQuotes, onPage });
    for (const rule of givenUp) onGivenUp?.(rule);
    own.rules = rules;
  }

  async function judge({ runners, evaluation }: Session, xmin: number): Promise<boolean> {
    if (xmin <= evaluation.xid) return false;
    const quotes = runners.isEmpty
      ? []
      : await readArrivals(db, { after: evaluation, xmin, limit: maxQuotes });
    for (const quote of quotes) runners.take(quote);
    if (quotes.length > 0) {
      for (const rule of runners.giveUpBeyond(maxWindowQuotes)) onGivenUp?.(rule);
    }
    const isMore = quotes.length === maxQuotes;
    const { xid, seq } = (isMore && quotes.at(-1)) || { xid: xmin, seq: 0 };
    Object.assign(evaluation, { xid, seq });
    return isMore;
  }

  /** Writes what there is to write; when there is nothing, the cursor and the lease now and then. */
  async function record(
    own: Session,
    { at, hasUntold }: { at: Date; hasUntold: boolean },
  ): Promise<void> {
    const { runners, evaluation } = own;
    const drained = runners.drain();
    const isQuiet = drained.findings.length + drained.progress.length === 0 && !hasUntold;
    if (isQuiet && performance.now() - own.recordedAtMs < leadEveryMs) return;
    const revisionOf = (ruleId: string) => runners.revisionOf(ruleId);
    const round = { ...drained, evaluation, revisionOf, hasUntold, now: at };
    const xid = await recordRound(round, { db, outbox, lease });
    evaluation.version += 1;
    own.recordedAtMs = performance.now();
    // One that has not come true yet stays: else it never would, while there is always somebody at work.
    own.mark ??= { xid, at: at.getTime() };
  }

  async function evaluateAll(): Promise<boolean> {
    try {
      session ??= await lead();
      while (session !== null && !isStopped) {
        const own = session;
        const { isMore, outlook } = await keepLease({ hold, everyMs: leadEveryMs }, (assertHeld) =>
          evaluate(own, assertHeld),
        );
        if (!isMore) return outlook.isHeldBack;
      }
    } catch (error) {
      session = null;
      if (!(error instanceof Overtaken)) throw error;
      if (!isStopped) onOvertaken?.(error);
    }
    return false;
  }

  return {
    run() {
      running = isStopped ? Promise.resolve(false) : evaluateAll();
      return running;
    },
    async stop() {
      isStopped = true;
      // Whoever has called it is told how it ended.
      await running.catch(() => undefined);
      session = null;
      // When that does not work, the lease runs out by itself.
      await db.transaction((tx) => dropLease(tx, lease)).catch(() => undefined);
    },
  };
}
