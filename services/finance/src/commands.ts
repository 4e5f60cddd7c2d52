/** The verbs of finance beside running: each works on the database while the shop sells. */
import type { Command } from '@balcao/kit/loaded-process.ts';
import { rebuildDaily } from './rebuild-daily.ts';
import { verifyLedger } from './verify-ledger.ts';

export const commands: Record<string, Command> = {
  verify: {
    help: 'proves the ledger, prints what it found, and fails when something is wrong',
    async run({ db, print }) {
      const report = await verifyLedger(db);
      print(JSON.stringify(report, null, 2));
      return report.isConsistent;
    },
  },
  'rebuild-daily': {
    help: 'makes the daily sums anew from the journal where they differ',
    async run({ db, print }) {
      print(`days rebuilt: ${await rebuildDaily(db)}`);
      return true;
    },
  },
};
