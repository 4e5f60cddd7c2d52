/** Whatever is wrong with a backup is found before anything is restored, and named for what it is. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@balcao/kit/random.ts';
import { createTestShop, type Result, storageKinds, type TestShop } from './test-shop.ts';

const services = ['sales', 'inventory', 'finance'];
const key = Buffer.alloc(32, 7).toString('base64');
const otherKey = Buffer.alloc(32, 8).toString('base64');

for (const kind of storageKinds)
  describe(`a damaged backup, of ${kind}`, function () {
    this.timeout(120_000);
    let shop: TestShop;
    let id: string;
    let path: string;

    before(async () => {
      shop = await createTestShop(services, kind);
      const { result } = await shop.run('dump', { BACKUP_KEY: key });
      id = String(result.backup);
      path = join(shop.folder, id);
      await cp(path, `${shop.folder}.whole`, { recursive: true });
    });
    afterEach(async () => {
      await rm(path, { recursive: true, force: true });
      await cp(`${shop.folder}.whole`, path, { recursive: true });
    });
    after(async () => {
      await rm(`${shop.folder}.whole`, { recursive: true, force: true });
      await shop.close();
    });

    const verify = (env: Record<string, string> = {}) =>
      shop.run('verify', { BACKUP_KEY: key, BACKUP_ID: id, ...env });

    /** The drill failed like this, said so, and left nothing behind. */
    async function assertNamed({ code, result }: Result, expected: [number, string, RegExp]) {
      assert.deepEqual([code, result.code], expected.slice(0, 2), JSON.stringify(result));
      assert.match(String(result.message), expected[2]);
      const left = await shop.databasesEnding('_drill');
      assert.deepEqual(left, [], 'the scratch databases are gone');
    }

    it('passes while it is whole, and is noted as proven', async () => {
      const { code, result } = await verify();
      assert.equal(code, 0, JSON.stringify(result));
      assert.equal(result.backup, id);
      assert.ok((await readdir(path)).includes('verified.json'));
    });

    it('with one flipped byte, anywhere', async () => {
      const file = join(path, 'finance.sql.gz.enc');
      const bytes = await readFile(file);
      const random = createRandom(7);
      const places = [0, 8, 40, bytes.length - 1, Math.floor(random() * bytes.length)];
      for (const place of places) {
        const damaged = Buffer.from(bytes);
        damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
        await writeFile(file, damaged);
        await assertNamed(await verify(), [16, 'file_damaged', /finance\.sql\.gz\.enc/]);
      }
    });

    it('with a truncated file', async () => {
      const file = join(path, 'sales.sql.gz.enc');
      await truncate(file, (await readFile(file)).length - 3);
      await assertNamed(await verify(), [
        15,
        'file_truncated',
        /sales\.sql\.gz\.enc lacks its last 3 b/,
      ]);
    });

    it('with a missing file', async () => {
      await rm(join(path, 'inventory.sql.gz.enc'));
      await assertNamed(await verify(), [14, 'file_missing', /inventory\.sql\.gz\.enc is missing/]);
    });

    it('with a missing database', async () => {
      const databases = `${shop.databases('other')},auth=${shop.name('auth', 'other')}`;
      const answer = await verify({ BACKUP_DATABASES: databases });
      await assertNamed(answer, [13, 'database_missing', /no database of auth/]);
    });

    it('without a manifest, with another one, and where there is none at all', async () => {
      const manifest = join(path, 'manifest.json');
      await writeFile(manifest, '{"formatVersion": 2}');
      await assertNamed(await verify(), [12, 'manifest_unreadable', /cannot be read/]);
      await rm(manifest);
      await assertNamed(await verify(), [11, 'incomplete', /was never finished/]);
      await rm(path, { recursive: true });
      await assertNamed(await verify(), [10, 'nothing_there', /there is no backup/]);
    });

    it('with a wrong key, and with none', async () => {
      await assertNamed(await verify({ BACKUP_KEY: otherKey }), [
        18,
        'key_wrong',
        /encrypted with key/,
      ]);
      await assertNamed(await verify({ BACKUP_KEY: '' }), [17, 'key_missing', /set BACKUP_KEY/]);
    });

    it('with one file in the place of another', async () => {
      await cp(join(path, 'sales.sql.gz.enc'), join(path, 'finance.sql.gz.enc'));
      const { code } = await verify();
      assert.ok(code === 15 || code === 16, `${code}`);
    });

    it('is not proven on a server on which a shop lives', async () => {
      const answer = await verify({ BACKUP_DATABASES: shop.databases('shop') });
      await assertNamed(answer, [20, 'target_not_empty', /a shop lives there/]);
    });

    it('that was proven before is so no longer', async () => {
      await verify();
      await rm(join(path, 'inventory.sql.gz.enc'));
      await verify();
      assert.ok(!(await readdir(path)).includes('verified.json'));
    });
  });
