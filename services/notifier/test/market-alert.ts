/** The beginning and the end of an alert on prices, as market-analyzer tells them, and as the inbox has them. */
import type { MarketAlert } from '@balcao/contracts/events/market.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { NewNotification } from '../src/notification.ts';
import { envelope } from './harness.ts';

type End = 'market.alert.firing' | 'market.alert.resolved';

export function marketAlert(
  event: End,
  alertId: string,
  changes: Partial<MarketAlert> = {},
): Envelope {
  return envelope(event, alertId, {
    alertId,
    ruleId: newId(),
    ruleName: 'Dólar',
    symbol: 'USD-BRL',
    severity: 'warning',
    value: '5.5',
    summary: { pt: 'subiu', en: 'rose' },
    labels: {},
    startedAt: '2026-11-26T08:00:00.000Z',
    resolvedAt: event === 'market.alert.firing' ? null : '2026-11-26T09:00:00.000Z',
    ...changes,
  });
}

export function wordedAlert(event: End, alertId: string, at: Date): NewNotification {
  return {
    severity: 'warning',
    title: { pt: 'Dólar', en: 'Dollar' },
    body: { pt: '', en: '' },
    id: newId(),
    eventId: newId(),
    event,
    subject: alertId,
    occurredAt: at.toISOString(),
    thread: `alert:${alertId}`,
    rule: null,
    symbol: null,
    startedAt: null,
  };
}
