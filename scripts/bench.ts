/** `npm run bench`: figures, each beside its baseline in the same run. */
import { parseArgs } from 'node:util';
import { benchBreakdown } from './bench/breakdown.ts';
import { benchCategorise } from './bench/categorise.ts';
import { benchCost } from './bench/cost.ts';
import { benchDaily } from './bench/daily.ts';
import { benchEngine } from './bench/engine.ts';
import { benchFeeds } from './bench/feeds.ts';
import { benchFirstLoad } from './bench/first-load.ts';
import { benchGrowth } from './bench/growth.ts';
import { benchImport } from './bench/import.ts';
import { benchLookup } from './bench/lookup.ts';
import { benchOperator } from './bench/operator.ts';
import { benchOrders } from './bench/orders.ts';
import { benchPostings } from './bench/postings.ts';
import { benchRecall } from './bench/recall.ts';
import { benchReports } from './bench/reports.ts';
import { benchRules } from './bench/rules.ts';
import { benchScan } from './bench/scan.ts';
import { benchSearch } from './bench/search.ts';
import { benchStart } from './bench/start.ts';

const benches: Record<string, (options: { seconds: number }) => Promise<void>> = {
  start: benchStart,
  orders: benchOrders,
  cost: benchCost,
  growth: benchGrowth,
  postings: benchPostings,
  daily: benchDaily,
  lookup: benchLookup,
  breakdown: benchBreakdown,
  recall: benchRecall,
  import: benchImport,
  feeds: benchFeeds,
  reports: benchReports,
  search: benchSearch,
  categorise: benchCategorise,
  engine: benchEngine,
  rules: benchRules,
  operator: benchOperator,
  scan: benchScan,
  'first-load': benchFirstLoad,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '30' }, help: { type: 'boolean' } },
});
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
const unknown = names.find((name) => !(name in benches));

if (values.help || unknown !== undefined || !/^\d+$/.test(values.seconds)) {
  process.stdout.write(
    `npm run bench -- [${Object.keys(benches).join('|')} …] [--seconds 30]\n` +
      'AMQP_URL and REDIS_URL add the figures with real servers, one process per service.\n',
  );
  process.exit(values.help ? 0 : 2);
}
for (const name of names) {
  await benches[name]?.({ seconds: Number(values.seconds) });
  process.stdout.write('\n');
}
