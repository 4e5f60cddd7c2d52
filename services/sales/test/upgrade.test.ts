/** Prices from before their past was kept hold until they change, and the version before, which keeps none, loses none. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import { createTestDatabase } from '@balcao/kit/testing/database.ts';
import { readPast } from '../src/past-store.ts';
import { migrations } from '../src/service.ts';

const log = createLogger({ level: 'silent' });

describe('past prices and the version before them', () => {
  it('a price of before holds until the next, and what that version stores begins when it comes', async () => {
    const { url, drop } = await createTestDatabase();
    const dir = await mkdtemp(join(tmpdir(), 'before-past-prices-'));
    const options = { url, applicationName: 'test', maxConnections: 2, statementTimeoutMs: 10_000 };
    const db = createDatabase({ ...options, log });
    try {
      const all = fileURLToPath(migrations);
      for (const file of (await readdir(all)).filter((name) => name < '0010')) {
        await cp(join(all, file), join(dir, file));
      }
      await migrate(url, pathToFileURL(`${dir}/`), log);
      const id = randomUUID();
      await db.query(
        `INSERT INTO product (id, name, unit, price_minor, is_active, version)
         VALUES ($1, 'Picanha', 'kg', 1000, true, 4)`,
        [id],
      );
      await migrate(url, migrations, log);
      const past = { productIds: [id], from: new Date(0), fromDate: '1970-01-01' };
      assert.deepEqual((await readPast(db, past)).products, []);
      const before = Date.now();
      await db.query('UPDATE product SET price_minor = 1200, version = 5 WHERE id = $1', [id]);
      const [was, ...others] = (await readPast(db, past)).products;
      assert.deepEqual([was?.id, was?.priceMinor, others.length], [id, 1000, 0]);
      const until = Date.parse(was?.until ?? '');
      assert.ok(until >= before && until <= Date.now());
    } finally {
      await db.close();
      await drop();
      await rm(dir, { recursive: true });
    }
  });
});
