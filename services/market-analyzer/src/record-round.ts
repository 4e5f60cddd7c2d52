/** Writes what came of a round of evaluating, in one transaction, and only as the one who leads. */
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { insertAlerts, resolveAlerts } from './alert-store.ts';
import { collectAlerts } from './collect-alerts.ts';
import { type Evaluation, moveCursor } from './evaluation-store.ts';
import { judgeInhibition, type Verdicts } from './inhibition.ts';
import { listInhibitions, listOpenAlerts, markInhibited } from './inhibition-store.ts';
import { holdLease, type Lease } from './lease-store.ts';
import type { Drained, Finding } from './rule-runners.ts';
import { tellAlerts } from './tell-alerts.ts';
import { toSpans } from './to-spans.ts';
import { holdRevisions, saveProgress } from './watched-rule-store.ts';

export interface Round extends Drained {
  /** How far quotes have been judged, and the version at which this evaluator has written last. */
  evaluation: Evaluation;
  /** Which revision of a rule was evaluated. */
  revisionOf: (ruleId: string) => number | undefined;
  /** Whether an open alert is to be told that was silenced or inhibited. */
  hasUntold: boolean;
  /** The shop's clock. */
  now: Date;
}

export interface RecordDeps {
  db: Database;
  outbox: Outbox;
  lease: Lease;
}

/** Another evaluator leads, or has led in between: what is in memory is worth nothing any more. */
export class Overtaken extends Error {}

/**
 * Answers the transaction's id: all quotes whose transactions began before it were stored before `now` had passed.
 * What was found of a rule that has changed since is dropped. Throws `Overtaken`.
 */
export function recordRound(round: Round, { db, outbox, lease }: RecordDeps): Promise<number> {
  // Without an alert a repetition finds the same again.
  const isRepeatable = round.findings.length === 0 && !round.hasUntold;
  return db.transaction(
    async (tx) => {
      const { xid, valid } = await begin(tx, round, lease);
      const findings = round.findings.filter(({ rule }) => valid.has(rule.id));
      saveProgress(
        tx,
        round.progress.filter(({ ruleId }) => valid.has(ruleId)),
      );
      if (findings.length > 0 || round.hasUntold) {
        await recordAlerts(tx, { findings, now: round.now }, outbox);
      }
      return xid;
    },
    { isRepeatable },
  );
}

/** Locks the lease, then the row of evaluation, then the rules that have changed their state. */
async function begin(
  tx: Tx,
  { findings, progress, evaluation, revisionOf }: Round,
  lease: Lease,
): Promise<{ xid: number; valid: Set<string> }> {
  const ruleIds = new Set([
    ...findings.map(({ rule }) => rule.id),
    ...progress.map(({ ruleId }) => ruleId),
  ]);
  const [isLeader, xid, revisions] = await Promise.all([
    holdLease(tx, lease),
    moveCursor(tx, evaluation),
    ruleIds.size === 0 ? [] : holdRevisions(tx, [...ruleIds]),
  ]);
  if (!isLeader || xid === null) throw new Overtaken('another evaluator leads');
  const current = revisions.filter(({ id, revision }) => revision === revisionOf(id));
  return { xid, valid: new Set(current.map(({ id }) => id)) };
}

async function recordAlerts(
  tx: Tx,
  { findings, now }: { findings: Finding[]; now: Date },
  outbox: Outbox,
): Promise<void> {
  const { begun, ended: ends } = collectAlerts(findings);
  const { free, inhibitedToTheEnd } = await judge(tx, findings, begun);
  const resolving = resolveAlerts(tx, ends);
  insertAlerts(tx, begun);
  markInhibited(tx, inhibitedToTheEnd);
  await tellAlerts(tx, { free, ended: await resolving, now }, outbox);
}

/** By the alerts that are open as yet. */
async function judge(tx: Tx, findings: Finding[], begun: { id: string }[]): Promise<Verdicts> {
  if (findings.length === 0) return { free: [], inhibitedToTheEnd: [] };
  const [inhibitions, open] = await Promise.all([listInhibitions(tx), listOpenAlerts(tx)]);
  return judgeInhibition(toSpans(findings, { begun, open }), inhibitions);
}
