/** A process that prints what replays of all rules find between two moments, in milliseconds since 1970. */
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { replayRule } from '../src/replay-rule.ts';
import { listRules } from '../src/rule-store.ts';

const [, , from = '', to = ''] = process.argv;
const { DATABASE_URL = '' } = process.env;
const first = '00000000-0000-0000-0000-000000000000';

const db = createDatabase({
  url: DATABASE_URL,
  applicationName: 'replay-day',
  maxConnections: 1,
  statementTimeoutMs: 30_000,
  log: createLogger({ level: 'silent' }),
});
for (const rule of await listRules(db, { limit: 200, after: first })) {
  const played = await replayRule(db, rule, { from: Number(from), to: Number(to) });
  process.stdout.write(`${JSON.stringify(played)}\n`);
}
await db.close();
