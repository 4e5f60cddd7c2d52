/** A rule on a price fires once and ends once, and who buys is told of both. */
import { quotesStored } from '@balcao/contracts/api/market.ts';
import { type AlertState, alert, alertPage } from '@balcao/contracts/api/market-alerts.ts';
import { rule } from '@balcao/contracts/api/market-rules.ts';
import { notificationPage } from '@balcao/contracts/api/notifications.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { eventually } from './eventually.ts';
import { same } from './failure.ts';
import type { Leftovers, Person, Shop } from './shop.ts';

/** One for each run: another one's quotes would begin or end its alert. */
const symbolOf = (suffix: string) => `BALCAO:FLOW.${suffix.toUpperCase()}`;
const limit = '1000';
const toldWithinMs = 20_000;
/** The newest first. */
const toldInTheEnd = 'market.alert.resolved market.alert.firing';

export async function watchPrice({ admin, stockist }: Shop, suffix: string, leftovers: Leftovers) {
  const ruleId = await addRule(admin, suffix, leftovers);
  const quote = async (price: string) => {
    const quotes = [{ symbol: symbolOf(suffix), at: new Date().toISOString(), price }];
    await admin.api.create('/market/quotes', { quotes }, quotesStored);
  };
  await quote('1200');
  const { id: alertId } = await isIn(stockist, ruleId, 'firing');
  await quote('1201');
  const { acknowledgedBy } = await admin.api.act(
    `/market/alerts/${alertId}/acknowledge`,
    {},
    alert,
  );
  same('who has seen the alert', acknowledgedBy, admin.userId);
  await quote('300');
  const ended = await isIn(stockist, ruleId, 'resolved');
  same('the alert that has ended', ended.id, alertId);
  await eventually(toldWithinMs, async () => {
    same('notifications to who buys', await toldOf(stockist, alertId), toldInTheEnd);
  });
  return { figures: `${ended.summary.en}: told once, and its end` };
}

async function addRule({ api }: Person, suffix: string, leftovers: Leftovers): Promise<string> {
  const wish = {
    name: `Flow ${suffix}`,
    symbols: [symbolOf(suffix)],
    condition: { kind: 'threshold', direction: 'above', price: limit },
  };
  const { id, version } = await api.create('/market/rules', wish, rule);
  const headers = { 'If-Match': formatEtag(version) };
  const undo = () => api.sendAway({ method: 'DELETE', path: `/market/rules/${id}`, headers });
  leftovers.push({ name: 'rule deleted', undo });
  return id;
}

/** The one alert of the rule, once it is in this state. */
function isIn({ api }: Person, ruleId: string, state: AlertState) {
  return eventually(toldWithinMs, async () => {
    const [found, ...more] = (await api.get(`/market/alerts?ruleId=${ruleId}`, alertPage)).items;
    same('state of the alert', found?.state, state);
    same('further alerts', more.length, 0);
    if (found === undefined) throw new Error('there is one');
    return found;
  });
}

async function toldOf({ api }: Person, alertId: string) {
  const { items } = await api.get('/notifications?limit=200', notificationPage);
  return items
    .filter(({ subject }) => subject === alertId)
    .map(({ event }) => event)
    .join(' ');
}
