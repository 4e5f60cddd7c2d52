/** An operator that is killed in the middle of its work, again and again, leaves the shop as it is declared. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseSeed, createRandom } from '@balcao/kit/random.ts';
import { describe, it } from 'mocha';
import { declaredKinds, nameOf } from '../../../scripts/harness/declared-objects.ts';
import {
  declare,
  isAsDeclared,
  makeHookSecret,
} from '../../../scripts/harness/operator-figures.ts';
import { namespace } from '../../../scripts/harness/operator-install.ts';
import { kills, operated } from './setup.ts';

/** Numbers of the objects that change: small, so that each is changed, deleted and made again often. */
const changing = { from: 5_000, count: 15 };
const betweenChangesMs = 80;
/** After it has begun to lead: whatever it does first, and a while of following changes. */
const longestLifeMs = 1_500;

describe('an operator that is killed', function () {
  this.timeout(600_000);

  it(`${kills} times at random moments under changes leaves nothing undone, and nothing twice`, async () => {
    const seed = chooseSeed(process.env);
    console.log(`    BALCAO_SEED=${seed}`);
    await makeHookSecret();
    const over = new AbortController();
    const load = change(createRandom(seed), over.signal);
    const random = createRandom(seed + 1);
    const firstWrite = operated().proxy.writes.length;
    for (let n = 0; n < kills; n += 1) {
      const operator = await operated().startOperator(`mortal-${n}`);
      await operator.leads();
      await delay(random() * longestLifeMs);
      await operator.killed();
    }
    over.abort();
    assert.ok((await load) > kills, 'changes were made');
    const last = await operated().startOperator('last');
    await last.leads();
    await isAsDeclared(operated());
    await last.stop();
    const made = operated()
      .proxy.writes.slice(firstWrite)
      .filter(({ status, method }) => method === 'POST' && status === 201);
    const twice = [...Map.groupBy(made, ({ path, id }) => `${path} ${id}`)].filter(
      ([, times]) => times.length > 1,
    );
    assert.deepEqual(twice, []);
  });

  /** Declares, changes, suspends and deletes until it is told to end; answers how often. */
  async function change(random: () => number, signal: AbortSignal): Promise<number> {
    let changes = 0;
    for (; !signal.aborted; changes += 1) {
      const n = changing.from + Math.floor(random() * changing.count);
      const kind = declaredKinds[Math.floor(random() * declaredKinds.length)];
      const version = Math.floor(random() * 20);
      if (kind === undefined) continue;
      if (random() < 0.15) {
        const ref = { namespace, name: nameOf(n) };
        await operated().admin.delete({ type: kind.type, ref }, new AbortController().signal);
      } else {
        // One that is just being deleted takes no change that would keep it: it is made anew later.
        await declare(operated(), { kind, n, version });
      }
      await delay(betweenChangesMs);
    }
    return changes;
  }
});
