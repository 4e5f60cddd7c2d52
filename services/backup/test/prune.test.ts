/** What the policy does not keep is removed, and nothing else that lies there. */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestShop, storageKinds } from './test-shop.ts';

const idOf = (day: number) => `202601${String(day).padStart(2, '0')}T030000Z-0a1b2c`;

for (const kind of storageKinds)
  describe(`pruning ${kind}`, function () {
    this.timeout(60_000);

    it('keeps the newest, the newest proven one and what is no backup, and removes the rest with all its files', async () => {
      const shop = await createTestShop([], kind);
      try {
        const put = async (name: string) => {
          await mkdir(join(shop.folder, name, '..'), { recursive: true });
          await writeFile(join(shop.folder, name), name);
        };
        for (let day = 1; day <= 20; day += 1) {
          await put(`${idOf(day)}/sales.sql.gz`);
          await put(`${idOf(day)}/auth.sql.gz`);
          // The last but one was never finished, long ago.
          if (day !== 19) await put(`${idOf(day)}/manifest.json`);
        }
        await put(`${idOf(7)}/verified.json`);
        await put('somebody-elses/manifest.json');
        const { code, result } = await shop.run('prune', { KEEP_LAST: '2' });
        assert.equal(code, 0, JSON.stringify(result));
        const expected = [idOf(7), idOf(18), idOf(20), 'somebody-elses'];
        const left = await readdir(shop.folder, { recursive: true, withFileTypes: true });
        const files = left.filter((entry) => entry.isFile());
        const folders = new Set(
          files.map(({ parentPath }) => parentPath.slice(shop.folder.length + 1)),
        );
        assert.deepEqual([...folders].sort(), expected);
        assert.deepEqual([result.removedCount, result.kept], [17, 3]);
      } finally {
        await shop.close();
      }
    });
  });
