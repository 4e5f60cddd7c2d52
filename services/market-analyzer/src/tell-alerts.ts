/**
 * Tells alerts to the others. Whoever was told of a beginning is told of the end, also when a silence or an inhibition
 * has come in between; what ends untold is never told. An alert that is still open when its silence and what inhibits
 * it are over is told then.
 */
import type { Alert } from '@balcao/contracts/api/market-alerts.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox, OutgoingEvent } from '@balcao/kit/outbox.ts';
import { markTold, resolveAlertsOfRule, type StoredAlert } from './alert-store.ts';

/**
 * Tells what is to be told: `free` are ids of alerts that this round has shown not to be inhibited, `ended` those that
 * were open before it.
 */
export async function tellAlerts(
  tx: Tx,
  { free, ended, now }: { free: string[]; ended: StoredAlert[]; now: Date },
  outbox: Outbox,
): Promise<void> {
  const told = await markTold(tx, free, now);
  const events = [...told.map(firing), ...[...ended, ...told].filter(isEndToTell).map(resolved)];
  outbox.add(tx, events);
}

/** Ends the open alerts of a rule that is about to be changed or deleted, and tells it. `now` is the shop's. */
export async function endAlertsOfRule(
  tx: Tx,
  { ruleId, now }: { ruleId: string; now: Date },
  outbox: Outbox,
): Promise<void> {
  const ended = await resolveAlertsOfRule(tx, ruleId, now);
  outbox.add(tx, ended.filter(isEndToTell).map(resolved));
}

/** That somebody has seen an open alert: nobody has to be told of it again. */
export function tellAcknowledged(tx: Tx, alert: Alert, outbox: Outbox): void {
  const { id: alertId, state, acknowledgedAt, acknowledgedBy } = alert;
  if (state !== 'firing' || acknowledgedAt === null || acknowledgedBy === null) return;
  const data = { alertId, acknowledgedAt, acknowledgedBy };
  outbox.add(tx, [event('market.alert.acknowledged', alertId, data)]);
}

const isEndToTell = ({ toldAt, resolvedAt }: StoredAlert) => toldAt !== null && resolvedAt !== null;

// Urgent: a list of many quotes is told of meanwhile.
const firing = (alert: StoredAlert): OutgoingEvent => ({
  ...event('market.alert.firing', alert.id, {
    ...payloadOf(alert),
    value: alert.value,
    resolvedAt: null,
  }),
  isUrgent: true,
});

const resolved = (alert: StoredAlert): OutgoingEvent => ({
  ...event('market.alert.resolved', alert.id, {
    ...payloadOf(alert),
    value: alert.resolvedValue,
    resolvedAt: alert.resolvedAt,
  }),
  isUrgent: true,
});

const payloadOf = (alert: StoredAlert) => ({
  alertId: alert.id,
  ruleId: alert.ruleId,
  ruleName: alert.ruleName,
  symbol: alert.symbol,
  severity: alert.severity,
  summary: { pt: alert.summaryPt, en: alert.summaryEn },
  labels: alert.labels,
  startedAt: alert.startedAt,
});
