/** What is said of alerts of rules on prices: they bring their own words. */
import type { MarketAlert } from '@balcao/contracts/events/market.ts';
import type { Wording } from './notification.ts';

export const wordMarketFiring = (alert: MarketAlert): Wording => ({
  severity: alert.severity,
  title: { pt: `Preço: ${alert.ruleName}`, en: `Price: ${alert.ruleName}` },
  body: alert.summary,
});

/** As urgent as its beginning, so that it reaches whoever was told of that. */
export const wordMarketResolved = (alert: MarketAlert): Wording => ({
  severity: alert.severity,
  title: { pt: `Preço, resolvido: ${alert.ruleName}`, en: `Price, resolved: ${alert.ruleName}` },
  body: alert.summary,
});
