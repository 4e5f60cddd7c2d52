/** A shop sells while one fault after another befalls it, in slices; after each slice everything is judged. */
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '@balcao/kit/random.ts';
import { openWebhookReceiver } from '../../services/web/test/browser/webhook-receiver.ts';
import { addDebtor, stockUp } from '../harness/counter.ts';
import { percentile } from '../harness/load.ts';
import { allFaults, type Fault, planOf, wordFault } from './plan.ts';
import { reportRecoveries } from './report.ts';
import { isFinal, priceMinor, type Sale } from './sale.ts';
import { durationOf, type Market, openSlice } from './slice.ts';
import { openStormShop, type StormShop } from './storm-shop.ts';
import { type Recovery, rage } from './weather.ts';

export interface StormOptions {
  minutes: number;
  sliceMinutes: number;
  seed: number;
  /** Faults whose words contain it. */
  only: string;
  /** A line for each blow. */
  isVerbose: boolean;
  print: (line: string) => void;
}

const calmMs = 15_000;
/** How much slower than the slowest in a hundred of a calm shop's sales a recovered one may be. */
const slowness = 3;
const shortestLimitMs = 500;
const recoverWithinMs = 30_000;
const plentyMilli = 1_000_000_000;
const secret = 'segredo-do-webhook-da-tempestade';

/** What was found, in words. */
export interface Outcome {
  /** Something was lost, doubled, oversold or is not as it should be. */
  wrongs: string[];
  /** Blows after which the shop was not as quick as before within half a minute. */
  slow: string[];
}

export async function runStorm(options: StormOptions): Promise<Outcome> {
  const receiver = await openWebhookReceiver(secret);
  const shop = await openStormShop({ LOG_LEVEL: 'warn', NOTIFIER_ALLOWED_RANGES: '127.0.0.0/8' });
  try {
    const market = await openMarket(shop, receiver, createRandom(options.seed + 1));
    return await blow(shop, market, options);
  } finally {
    await shop.close();
    await receiver.close();
  }
}

async function openMarket(
  { url }: StormShop,
  { url: webhook, bodies }: { url: string; bodies: string[] },
  random: () => number,
): Promise<Market> {
  const { call, productIds: plenty } = await stockUp(url, 3, priceMinor);
  const settings = { type: 'webhook', url: webhook, secret };
  const channel = await call.post('/notifications/channels', { name: 'Ana', settings });
  const route = { channelId: channel.body.id, events: ['stock.low'] };
  const { status, body } = await call.post('/notifications/routes', route);
  if (status !== 201) throw new Error(`no route to the webhook: ${JSON.stringify(body)}`);
  const stockedMilli = new Map(plenty.map((id) => [id, plentyMilli]));
  const customerId = await addDebtor(call);
  return { url, customerId, plenty, random, whole: { sales: [], stockedMilli, letters: bodies } };
}

async function blow(shop: StormShop, market: Market, options: StormOptions): Promise<Outcome> {
  const { minutes, sliceMinutes, seed, only, isVerbose, print } = options;
  const faults = allFaults.filter(
    (fault) => isPossible(shop, fault) && wordFault(fault).includes(only),
  );
  if (faults.length === 0) throw new Error(`--only: no fault is called ${only}`);
  print(`${faults.length} faults, seed ${seed}`);
  if (shop.disk === undefined) print('The disk of PostgreSQL cannot be filled here.');
  const { limitMs, wrongs } = await measureCalm(market, print);
  const slow: string[] = [];
  // By a line of numbers of its own: when a till draws is not in the seed.
  const plan = planOf(faults, createRandom(seed));
  const recoveries: Recovery[] = [];
  const onRecovered = (recovery: Recovery) => {
    recoveries.push(recovery);
    const said = word(recovery);
    if (isVerbose) print(`  ${said}`);
    if (recovery.afterMs > recoverWithinMs) slow.push(said);
  };
  const endMs = performance.now() + minutes * 60_000;
  for (let number = 1; performance.now() < endMs; number += 1) {
    const before = recoveries.length;
    const slice = await openSlice(market, `S${number}`);
    const untilMs = Math.min(endMs, performance.now() + sliceMinutes * 60_000);
    const countSold = () => slice.sales.filter(({ status }) => isFinal(status)).length;
    const { sellOnce } = slice;
    await rage({ shop, plan, untilMs, sellOnce, countSold, limitMs, onRecovered });
    const found = await slice.close();
    const blows = `${recoveries.length - before} blows`;
    print(`slice ${number}: ${blows}, ${wordSales(slice.sales)}, ${found.length} findings`);
    wrongs.push(...found.map((one) => `slice ${number}: ${one}`));
  }
  for (const line of reportRecoveries(recoveries)) print(line);
  const total = `${market.whole.sales.length} sales, ${recoveries.length} blows`;
  print(`${total}: ${wrongs.length} findings, ${slow.length} recoveries that took too long`);
  for (const finding of [...wrongs, ...slow]) print(finding);
  return { wrongs, slow };
}

/** Without a fault: how long a sale of a recovered shop may take, in milliseconds, and what is found even so. */
async function measureCalm(
  market: Market,
  print: (line: string) => void,
): Promise<{ limitMs: number; wrongs: string[] }> {
  const slice = await openSlice(market, 'CALM');
  await delay(calmMs);
  const found = await slice.close();
  const took = slice.sales.map(durationOf).sort((a, b) => a - b);
  const [middle, slowest] = [percentile(took, 0.5), percentile(took, 0.99)];
  const limitMs = Math.max(shortestLimitMs, slowness * slowest);
  const rounded = [middle, slowest, limitMs].map(Math.round);
  print(
    `calm: ${took.length} sales, p50 ${rounded[0]} ms, p99 ${rounded[1]} ms; recovered is who takes ${rounded[2]} ms at most`,
  );
  return { limitMs, wrongs: found.map((one) => `calm: ${one}`) };
}

function wordSales(sales: readonly Sale[]): string {
  const count = (status: string) => sales.filter((sale) => sale.status === status).length;
  const ends = ['completed', 'rejected', 'cancelled'].map((each) => `${count(each)} ${each}`);
  return `${sales.length} sales (${ends.join(', ')})`;
}

function word({ blow: { faults, forMs }, afterMs, soldMeanwhile }: Recovery): string {
  const [lasted, after] = [forMs, afterMs].map((ms) => `${(ms / 1000).toFixed(1)} s`);
  return `${faults.map(wordFault).join(' and ')}, for ${lasted} with ${soldMeanwhile} sales: recovered after ${after}`;
}

function isPossible({ disk }: StormShop, fault: Fault): boolean {
  return disk !== undefined || fault.kind !== 'full' || fault.server !== 'postgres';
}
