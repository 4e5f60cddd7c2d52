/** Protects: a backup under a given name is made once, removed alone, and pruned only among those that are named. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { createTestShop, type TestShop } from './test-shop.ts';

const ids = ['20261124T030000Z-aaaaaa', '20261125T030000Z-bbbbbb', '20261126T030000Z-cccccc'];

describe('a backup under a given id', function () {
  this.timeout(120_000);
  let shop: TestShop;

  before(async () => {
    shop = await createTestShop(['auth']);
    for (const id of ids) assert.equal((await shop.run('dump', { BACKUP_ID: id })).code, 0);
  });
  after(() => shop.close());

  const names = async () => (await readdir(shop.folder)).sort();

  it('is there under it, and is only told when it is asked for again', async () => {
    assert.deepEqual(await names(), ids);
    const [BACKUP_ID = ''] = ids;
    // A shop that is away shows that nothing is dumped.
    const { code, result } = await shop.run('dump', {
      BACKUP_ID,
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
    });
    assert.deepEqual([code, result.backup, result.databases], [0, BACKUP_ID, 1]);
  });

  it('that is pruned among others that are named leaves all the rest alone', async () => {
    const [first = '', second = '', third = ''] = ids;
    const { result } = await shop.run('prune', {
      KEEP_LAST: '1',
      PRUNE_ONLY: `${first},${second}`,
    });
    assert.deepEqual([result.removed, result.kept, result.keptIds], [[first], 1, [second]]);
    assert.deepEqual(await names(), [second, third]);
  });

  it('is removed alone; removed already is good', async () => {
    const [, BACKUP_ID = '', third] = ids;
    for (const _ of [1, 2]) assert.equal((await shop.run('remove', { BACKUP_ID })).code, 0);
    assert.deepEqual(await names(), [third]);
  });

  it('has to be named where it is removed', async () => {
    assert.equal((await shop.run('remove')).code, 2);
  });
});
