/** The whole flow, step by step: from an empty counter to figures that agree. */
import { randomBytes } from 'node:crypto';
import { simulatorResponse } from '@balcao/contracts/api/payment.ts';
import { watchPrice } from './alerts.ts';
import { createApi } from './api.ts';
import { createBooks } from './books.ts';
import { holdAndResume, sellOnOffer } from './carts.ts';
import { countGoods } from './count.ts';
import { enterByHand, repeatWithKeys } from './entries.ts';
import { readFigures } from './figures.ts';
import { reais } from './format.ts';
import { lookUpCodes, makeCategory, makeProducts, receiveGoods, waitUntilKnown } from './goods.ts';
import { quotePrice } from './market.ts';
import { cancelOne, declineCard, refundOne, refundPart, rejectForStock } from './misfortunes.ts';
import { allowDiscount } from './overrides.ts';
import { type Credentials, checkHealth, checkRefusals, enter, hire, logOut } from './people.ts';
import {
  proveAccounts,
  proveDays,
  proveLedger,
  proveMovements,
  proveReports,
  proveStock,
} from './proof.ts';
import { readReceipt } from './receipt.ts';
import { breakDown, receiveCarcass } from './receiving.ts';
import { createReport, type Report } from './report.ts';
import { sellByCard, sellByHand, sellByLabel, sellByPix, sellOffline } from './sales.ts';
import type { Leftovers, Person, Shop } from './shop.ts';
import { sellShort } from './shortfall.ts';
import { buyOnTab } from './tab.ts';
import { closeTill, openTill } from './till.ts';
import { readInbox } from './told.ts';
import { traceCarcass } from './trace.ts';

export interface FlowOptions {
  /** Where the installation answers, without `/api/v1`. */
  url: string;
  /** An admin's; left out, the first admin is registered and told through `print`. */
  credentials?: Credentials | undefined;
  /** Takes each line that is for a person to read. */
  print: (line: string) => void;
  /** Leaves out the steps that passed. */
  isQuiet?: boolean;
}

export interface FlowResult {
  steps: number;
  durationMs: number;
  /** Those that were given or made. */
  credentials: Credentials | undefined;
}

/**
 * Sells through a running installation and compares its figures with those that it computed itself. Throws at
 * the first difference, which it has then printed; what it made is put away in any case.
 */
export async function runFlow({
  url,
  credentials,
  print,
  isQuiet = false,
}: FlowOptions): Promise<FlowResult> {
  const startedAt = Date.now();
  const report = createReport(print, isQuiet);
  const leftovers: Leftovers = [];
  const suffix = randomBytes(4).toString('hex');
  try {
    if (!isQuiet) report.say(`Flow ${suffix} through ${url}`);
    const { admin, made } = await open({ url, credentials, report });
    const shop = await furnish({ url, admin, suffix, leftovers, report });
    await trade(shop, { report, suffix, leftovers });
    await report.step('seller logs out', () => logOut(shop.seller, '/orders'));
    await report.step('tidied up', () => tidy(leftovers));
    await report.step('admin logs out', () => logOut(admin, '/products'));
    const durationMs = Date.now() - startedAt;
    const steps = report.stepCount();
    report.say(`${steps} steps, all figures agree (${(durationMs / 1000).toFixed(1)} s)`);
    return { steps, durationMs, credentials: credentials ?? made };
  } catch (error) {
    await tidyAfterFailure(leftovers, report);
    throw error;
  }
}

async function open({
  url,
  credentials,
  report,
}: Pick<FlowOptions, 'url' | 'credentials'> & { report: Report }) {
  const anonymous = createApi(url);
  await report.step('health', () => checkHealth(anonymous));
  const entered = await report.step('login', () => enter(url, anonymous, credentials));
  const { made } = entered;
  if (made !== undefined) {
    report.say(
      `    the first admin of this installation; keep it: --email ${made.email} --password ${made.password}`,
    );
  }
  return entered;
}

interface Furnishing {
  url: string;
  admin: Person;
  suffix: string;
  leftovers: Leftovers;
  report: Report;
}

/** People, goods and stock for this run alone. */
async function furnish({ report, ...given }: Furnishing): Promise<Shop> {
  const { url, admin, leftovers } = given;
  const anonymous = createApi(url);
  const { seller, stockist } = await report.step('people', () => hire({ ...given, anonymous }));
  await report.step('refused', () => checkRefusals({ seller, stockist }));
  await clearFault(admin, leftovers);
  const { categoryId } = await report.step('category', () => makeCategory(stockist.api, given));
  const { goods } = await report.step('products', () =>
    makeProducts(stockist.api, categoryId, given),
  );
  const shop = { anonymous, admin, seller, stockist, goods, books: createBooks(), keyed: [] };
  await report.step('known everywhere', () => waitUntilKnown(shop));
  return shop;
}

/** A fault that somebody switched on at the simulated provider is off while the flow runs. */
async function clearFault({ api }: Person, leftovers: Leftovers): Promise<void> {
  const path = '/payments/simulator';
  const { fault } = await api.get(path, simulatorResponse);
  if (fault === null) return;
  const set = async (value: typeof fault | null) => {
    await api.send({ method: 'PUT', path, body: { fault: value } }, 200, simulatorResponse);
  };
  await set(null);
  leftovers.push({ name: `fault ${fault} switched on again`, undo: () => set(fault) });
}

/** Everything that moves goods or money, between two readings of the shop's figures. */
async function trade(
  shop: Shop,
  { report, suffix, leftovers }: Pick<Furnishing, 'report' | 'suffix' | 'leftovers'>,
): Promise<void> {
  const before = await report.step('figures before', async () => {
    const figures = await readFigures(shop.admin.api);
    const balance = reais(figures.days[0]?.balanceMinor ?? 0);
    return { ...figures, figures: `${figures.today}: balance ${balance}` };
  });
  const { today } = before;
  await report.step('goods received', () => receiveGoods(shop));
  const { carcassLotId } = await report.step('carcass', () => receiveCarcass(shop, today));
  await report.step('broken down', () => breakDown(shop, carcassLotId));
  await report.step('look-ups', () => lookUpCodes(shop));
  const { tillId } = await report.step('till opened', () => openTill(shop, suffix));
  const { labelledId } = await report.step('label, cash', () => sellByLabel(shop));
  await report.step('receipt', () => readReceipt(shop, labelledId));
  await report.step('EAN and by hand', () => sellByHand(shop));
  await report.step('PIX', () => sellByPix(shop));
  await report.step('card', () => sellByCard(shop));
  await report.step('offline', () => sellOffline(shop, tillId));
  await report.step('held and resumed', () => holdAndResume(shop));
  await report.step('discount allowed', () => allowDiscount(shop));
  await report.step('on the tab', () => buyOnTab(shop, suffix));
  await report.step('card declined', () => declineCard(shop));
  await report.step('not enough stock', () => rejectForStock(shop));
  await report.step('cancelled', () => cancelOne(shop));
  await report.step('refunded', () => refundOne(shop));
  await report.step('refunded in part', () => refundPart(shop));
  await report.step('short, offline', () => sellShort(shop, tillId));
  await report.step('on offer', () => sellOnOffer(shop, suffix, leftovers));
  await report.step('counted', () => countGoods(shop));
  await report.step('till closed', () => closeTill(shop, tillId));
  await report.step('told', () => readInbox(shop, tillId));
  await report.step('entries', () => enterByHand(shop, today));
  await report.step('quotes', () => quotePrice(shop, suffix));
  await report.step('alerts', () => watchPrice(shop, suffix, leftovers));
  await report.step('keyed repeats', () => repeatWithKeys(shop));
  await report.step('stock', () => proveStock(shop));
  await report.step('movements', () => proveMovements(shop));
  await report.step('trace', () => traceCarcass(shop, carcassLotId));
  const { after } = await report.step('accounts', () => proveAccounts(shop, before));
  await report.step('daily balance', () => proveDays(shop, before, after));
  await report.step('ledger', () => proveLedger(shop, before, after));
  await report.step('reports', () => proveReports(shop, before, after));
}

/** Puts away what the run made, the last first. */
async function tidy(leftovers: Leftovers) {
  const names: string[] = [];
  for (let next = leftovers.pop(); next !== undefined; next = leftovers.pop()) {
    await next.undo();
    names.push(next.name);
  }
  return { figures: names.join(', ') };
}

/** After a failure everything is tried; what cannot be put away is told and left. */
async function tidyAfterFailure(leftovers: Leftovers, report: Report): Promise<void> {
  for (let next = leftovers.pop(); next !== undefined; next = leftovers.pop()) {
    const { name, undo } = next;
    await undo().catch(() => report.say(`    left as it is, not ${name}`));
  }
}
