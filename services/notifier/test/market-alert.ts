/** The beginning and the end of an alert on prices, as market-analyzer tells them. */
import type { MarketAlert } from '@balcao/contracts/events/market.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { newId } from '@balcao/kit/ids.ts';
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
