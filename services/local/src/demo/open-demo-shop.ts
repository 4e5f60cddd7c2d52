/** `npm start -- --demo`: opens an empty shop and plays weeks of business in it before anybody comes. */
import { addDays } from '@balcao/contracts/dates.ts';
import { scaleLayout } from '@balcao/contracts/scale-layout.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { type Options, UsageError } from '../options.ts';
import { localServices } from '../services.ts';
import { openShop, type Shop, type ShopOptions } from '../shop.ts';
import { createDemoBus } from './demo-bus.ts';
import type { DemoUser } from './people.ts';
import { type DemoPlan, planDemo } from './plan.ts';
import { playDemo } from './play-demo.ts';
import { ShopHasDataError } from './set-up.ts';
import { createShopClock } from './shop-clock.ts';

export interface DemoShop extends Shop {
  /** Who may log in, with their passwords. */
  users: DemoUser[];
}

export interface DemoSize {
  days: number;
  /** The last of them, which is over; left out, yesterday. */
  until?: string | undefined;
  /** On an average working day. */
  salesPerDay?: number;
}

/** Another seed is another shop; this one is the same for everybody. */
const seed = 20_261;
const usualSalesPerDay = 48;

/** What a card company takes in Brazil, so that the books have fees: 1.49 % of debit, 3.19 % of credit. */
const cardFees = {
  PAYMENT_DEBIT_FEE_BASIS_POINTS: '149',
  PAYMENT_CREDIT_FEE_BASIS_POINTS: '319',
};

/** Throws UsageError where there is something already, where not all runs in this process, or for a day that is not over. */
export async function openDemoShop(
  options: ShopOptions & Pick<Options, 'dataDir'>,
  { days, until, salesPerDay = usualSalesPerDay }: DemoSize,
): Promise<DemoShop> {
  refuseOtherWays(options);
  const plan = planFor(options, { days, until, salesPerDay });
  const clock = createShopClock();
  const bus = createDemoBus(clock.now);
  const env = { ...cardFees, ...options.env };
  const shop = await openShop({ ...options, env, now: clock.now, wrapBus: bus.wrap });
  try {
    await playDemo({ url: shop.url, plan, clock, bus, progress: options.progress });
    return { ...shop, users: plan.users };
  } catch (error) {
    await shop.stop();
    if (!(error instanceof ShopHasDataError)) throw error;
    throw new UsageError(
      `--demo: the shop in ${options.dataDir} has data already; add --reset to delete it, or take another --data`,
    );
  }
}

/** The days that are over, so that today is new. */
function planFor(
  { env }: ShopOptions,
  { until, ...size }: DemoSize & { salesPerDay: number },
): DemoPlan {
  const timeZone = env.TIME_ZONE || 'America/Sao_Paulo';
  const yesterday = addDays(businessCalendar(timeZone)(new Date()), -1);
  const lastDay = until ?? yesterday;
  if (lastDay > yesterday) throw new UsageError(`--until: ${lastDay} is not over yet`);
  const layout = scaleLayout.parse(env.SCALE_LAYOUT || '2CCCC0TTTTTT');
  return planDemo({ seed, lastDay, timeZone, layout, ...size });
}

function refuseOtherWays({ hasProcesses, targets, env }: ShopOptions): void {
  if (hasProcesses || targets.length < localServices.length) {
    throw new UsageError(
      '--demo: all services must run in this process; leave out --processes and --target',
    );
  }
  const setting = ['AUTH_ADMIN_EMAIL', 'AUTH_REGISTRATION'].find((name) => env[name]);
  if (setting !== undefined) {
    throw new UsageError(`--demo: it registers its own people; leave out ${setting}`);
  }
}
