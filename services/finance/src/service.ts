/** Finance: the double-entry journal and its balances. */

import { prefixes } from '@balcao/contracts/prefixes.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { proofJob } from '@balcao/kit/proof-job.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { createCategorisation } from './categorisation.ts';
import { chainJob } from './chain-journal.ts';
import { type FinanceConfig, migrations } from './config.ts';
import { financeConsumers } from './consumers.ts';
import { createDailyBalances } from './daily-balances.ts';
import { categoryConsumers } from './follow-categories.ts';
import { missedCategoriesJob } from './follow-missed-categories.ts';
import { importRoutes } from './import-routes.ts';
import type { Posting } from './journal-transaction.ts';
import { lagMetricsJob } from './lag-metrics.ts';
import { lancamentoRoutes } from './lancamento-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { financeRoutes } from './routes.ts';
import { verifyLedger } from './verify-ledger.ts';

export { commands } from './commands.ts';
export { migrations, settings } from './config.ts';

export function start(config: FinanceConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'finance',
    prefixes: prefixes.finance,
    description: 'The double-entry journal, entries made by hand, and balances of any day.',
    migrations,
    config,
    deps,
    wire({ db, outbox, log, metrics, telemetry, now, redis }) {
      const created = metrics.counter(
        'transactions_created_total',
        'Journal transactions posted: credit and debit are entries made by hand.',
        ['type'],
      );
      const daily = createDailyBalances(db, redis);
      const onPosted = (tx: Tx, postings: Iterable<Posting>) =>
        tx.afterCommit(async () => {
          const posted = [...postings];
          for (const { kind } of posted) created.inc({ type: kind });
          const [first] = posted.map(({ date }) => date).sort();
          if (first !== undefined) await daily.forgetFrom(first);
        });
      const businessDateOf = businessCalendar(config.timeZone);
      const today = () => businessDateOf(now());
      const categorisation = createCategorisation({ config, db, outbox, now, log, metrics });
      return {
        routes: [
          ...financeRoutes({ db, outbox, onPosted, today, daily }),
          ...lancamentoRoutes({ db, outbox, onPosted, businessDateOf, daily }),
          ...importRoutes({ outbox, onPosted }),
          ...reportRoutes(db),
          ...categorisation.routes,
        ],
        consumers: [
          ...financeConsumers({ telemetry, onPosted, businessDateOf }),
          categorisation.consumer,
          ...categoryConsumers({ onPosted }),
        ],
        jobs: [
          daily.sweep,
          lagMetricsJob({ db, metrics }),
          ...categorisation.jobs,
          missedCategoriesJob({ db, onPosted }),
          chainJob({
            db,
            everyMs: config.ledgerChainMs,
            waiting: metrics.gauge(
              'ledger_unchained_transactions',
              'Journal transactions that wait to be added to the chain of hashes.',
            ),
          }),
          proofJob({
            name: 'prove the ledger',
            everyMs: config.ledgerProofMs,
            prove: async () => (await verifyLedger(db)).isConsistent,
            gauge: metrics.gauge('ledger_is_balanced', 'Whether the ledger verifies: 1 or 0.'),
            log,
          }),
        ],
        async stop() {
          categorisation.stop();
          daily.stop();
        },
      };
    },
  });
}
