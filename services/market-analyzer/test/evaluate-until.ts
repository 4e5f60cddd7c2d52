/** A process that evaluates rules and nothing else, and is killed at the statement of its database whose number it is given. */
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase, type Database, type Tx } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { createEvaluator } from '../src/evaluator.ts';

const [, , last = ''] = process.argv;
const { DATABASE_URL = '' } = process.env;
const lookEveryMs = 5;

let count = 0;
function step(): void {
  count += 1;
  if (count === Number(last)) process.kill(process.pid, 'SIGKILL');
}

/** Steps before each statement, while the commit is under way, and after it. */
function counted(db: Database): Database {
  const inside = (tx: Tx): Tx => ({
    ...tx,
    query(text, values) {
      step();
      return tx.query(text, values);
    },
    send(text, values) {
      step();
      tx.send(text, values);
    },
  });
  return {
    ...db,
    query(text, values) {
      step();
      return db.query(text, values);
    },
    async transaction(work, options) {
      const result = await db.transaction((tx) => {
        tx.beforeCommit(() => void setImmediate(step));
        return work(inside(tx));
      }, options);
      step();
      return result;
    },
  };
}

const db = createDatabase({
  url: DATABASE_URL,
  applicationName: 'evaluate-until',
  maxConnections: 3,
  statementTimeoutMs: 30_000,
  log: createLogger({ level: 'silent' }),
});
const evaluator = createEvaluator({
  db: counted(db),
  outbox: createOutbox(),
  now: () => new Date(),
  maxWindowQuotes: 1_000_000,
});
for (;;) {
  await evaluator.run();
  await delay(lookEveryMs);
}
