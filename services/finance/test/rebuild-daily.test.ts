/** Guarantee: the daily sums are a rebuild of the journal, byte for byte, whatever happened; and rebuilding disturbs nobody. */
import assert from 'node:assert/strict';
import { addDays } from '@balcao/contracts/dates.ts';
import { createRandom } from '@balcao/kit/random.ts';
import { rebuildDaily } from '../src/rebuild-daily.ts';
import { type Finance, runCommand, startFinance } from './harness.ts';

const writers = 8;
const operations = 10_000;
/** Without anybody who repairs what is wrong. */
const unrepaired = 2_000;
const atOnce = 25;
const firstDay = '2025-01-01';
const days = 60;

describe('the rebuild of the daily sums', function () {
  this.timeout(240_000);
  let finance: Finance;
  before(async () => {
    finance = await startFinance();
  });
  after(() => finance?.stop());

  const randomDay = (random = Math.random) => addDays(firstDay, Math.floor(random() * days));

  /** Enters on any day, and takes back one in five of its own. */
  async function write(count: number): Promise<void> {
    const admin = finance.as('admin');
    const made: string[] = [];
    const operate = async () => {
      const id = Math.random() < 0.2 ? made.pop() : undefined;
      const wish = {
        type: Math.random() < 0.5 ? 'credit' : 'debit',
        amountMinor: 1 + Math.floor(Math.random() * 100_000),
        date: randomDay(),
        description: 'x',
      };
      const path = id === undefined ? '/finance/entries' : `/finance/entries/${id}/reverse`;
      const { status, body } = await admin.post(path, id === undefined ? wish : {});
      assert.equal(status, 201);
      if (id === undefined) made.push(body.id);
    };
    for (let done = 0; done < count; done += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, count - done) }, operate));
    }
  }

  interface Made {
    id: string;
    date: string;
  }

  /** Enters on any day, or takes one of `made` back on its day or a later one that is past as well; answers the day. */
  async function operate(random: () => number, made: Made[]): Promise<string> {
    const admin = finance.as('admin');
    const old = random() < 0.3 ? made.shift() : undefined;
    if (old !== undefined) {
      const date = [old.date, addDays(old.date, Math.floor(random() * days))].sort()[1];
      const { status, body } = await admin.post(`/finance/entries/${old.id}/reverse`, { date });
      assert.equal(status, 201, JSON.stringify(body));
      return body.date;
    }
    const type = random() < 0.5 ? 'credit' : 'debit';
    const amountMinor = 1 + Math.floor(random() * 100_000);
    const wish = { type, amountMinor, date: randomDay(random), description: 'x' };
    const { status, body } = await admin.post('/finance/entries', wish);
    assert.equal(status, 201, JSON.stringify(body));
    made.push({ id: body.id, date: body.date });
    return body.date;
  }

  const sums = async () =>
    JSON.stringify(
      await finance.db.query(
        `SELECT account_id, date, debit_minor, credit_minor FROM account_day
         WHERE debit_minor > 0 OR credit_minor > 0 ORDER BY account_id, date`,
      ),
    );
  const answer = async () => {
    const path = `/finance/daily?from=${firstDay}&to=${addDays(firstDay, 365)}`;
    return (await finance.as('admin').get(path)).bytes;
  };

  const balances = async (): Promise<{ date: string }[]> => {
    const path = `/finance/daily?from=${firstDay}&to=${addDays(firstDay, 3 * days)}`;
    return (await finance.as('admin').get(path)).body.items;
  };

  it('is never needed by what posts: nobody repairs, and eight writers leave no day wrong', async () => {
    const work = async (writer: number) => {
      const [random, made]: [() => number, Made[]] = [createRandom(2_026 + writer), []];
      for (let done = 0; done < unrepaired / writers; done += 1) await operate(random, made);
    };
    await Promise.all(Array.from({ length: writers }, (_none, writer) => work(writer)));
    assert.equal(await rebuildDaily(finance.db), 0);
  });

  it('finds each day before that of an operation as it was, and that one and later ones changed', async () => {
    const [random, made]: [() => number, Made[]] = [createRandom(27), []];
    let before = await balances();
    for (let done = 0; done < 60; done += 1) {
      const date = await operate(random, made);
      const after = await balances();
      const at = before.findIndex((day) => day.date === date);
      assert.ok(at >= 0, date);
      assert.deepEqual(after.slice(0, at), before.slice(0, at), `operation ${done} on ${date}`);
      for (const [index, day] of after.entries()) {
        if (index >= at) assert.notDeepEqual(day, before[index], `${day.date} after ${date}`);
      }
      before = after;
    }
    assert.equal(await rebuildDaily(finance.db), 0);
  });

  it('finds nothing to do after 10,000 random operations of 8 writers, and makes the same from nothing', async () => {
    let isWriting = true;
    const damaged = async () => {
      // Somebody spoils sums by hand while the shop sells, and somebody else repairs them.
      while (isWriting) {
        // One row at a time: more, in whatever order, could wait in a circle with those who post.
        await finance.db.query(
          `UPDATE account_day SET debit_minor = debit_minor + 1 WHERE (account_id, date) IN
             (SELECT account_id, date FROM account_day WHERE date = $1 LIMIT 1)`,
          [randomDay()],
        );
        await rebuildDaily(finance.db);
      }
    };
    const damaging = damaged();
    await Promise.all(Array.from({ length: writers }, () => write(operations / writers)));
    isWriting = false;
    await damaging;
    assert.equal(await rebuildDaily(finance.db), 0);
    const [stored, answered] = [await sums(), await answer()];
    await finance.db.query('TRUNCATE account_day');
    const { code, printed } = await runCommand(finance, 'rebuild-daily');
    assert.equal(code, 0);
    assert.match(printed, /^days rebuilt: \d+$/m);
    assert.equal(await sums(), stored);
    assert.deepEqual(await answer(), answered);
    assert.equal((await finance.as('admin').get('/finance/ledger/verify')).body.isConsistent, true);
  });
});
