/** Protects: a shop that was just installed takes a backup without force, and one that has begun to work does not. */
import assert from 'node:assert/strict';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { localServices } from '@balcao/local/services.ts';
import { runProgram } from '../../services/backup/src/run-program.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { openWholeShop } from '../harness/whole-shop.ts';

const owner = { email: 'owner@shop.example', password: 'picanha na brasa' };
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

describe('a backup for a shop that was just installed', function () {
  this.timeout(120_000);
  let folder: string;
  let serverUrl: string;
  let admin: ApiClient;
  const stops: (() => Promise<void>)[] = [];

  before(async () => {
    folder = await makeDataDir();
    const dataDir = `${folder}/server`;
    const server = await startPostgres({ dataDir, log: () => undefined, settings });
    serverUrl = server.adminUrl;
    const shop = await openWholeShop({
      LOG_LEVEL: 'silent',
      DATABASE_URL: serverUrl,
      AUTH_ADMIN_EMAIL: owner.email,
      AUTH_ADMIN_PASSWORD: owner.password,
      AUTH_OPERATOR_SECRET: 'a-secret-of-the-operator-for-tests',
    });
    stops.push(shop.close, server.stop);
    // The first admin has looked at it, and a machine may come in.
    const { body } = await createApiClient(shop.url).post('/auth/login', owner);
    admin = createApiClient(shop.url, body.accessToken);
    assert.equal((await run('dump')).code, 0);
  });
  after(async () => {
    for (const stop of stops) await stop();
    await removeDataDir(folder);
  });

  async function run(verb: string): Promise<{ code: number; text: string }> {
    const said: string[] = [];
    const names = localServices.map(({ name }) => `${name}=balcao_${name}`);
    const env = {
      DATABASE_URL: serverUrl,
      BACKUP_FOLDER: `${folder}/backups`,
      BACKUP_DATABASES: names.join(','),
      BACKUP_RESULT_FILE: `${folder}/none`,
      RESTORE_ROLES: 'false',
      LOG_LEVEL: 'silent',
    };
    const print = (text: string) => void said.push(text);
    const code = await runProgram({ args: [verb], env, print, printError: print });
    return { code, text: said.join('\n') };
  }

  it('needs no force', async () => {
    const { code, text } = await run('check');
    assert.equal(code, 0, text);
  });

  it('needs it as soon as there is a product, and says which table has rows', async () => {
    const product = { sku: '1', name: 'Picanha', unit: 'kg', priceMinor: 6990 };
    assert.equal((await admin.post('/products', product)).status, 201);
    const { code, text } = await run('check');
    assert.equal(code, 20);
    assert.match(text, /database balcao_\w+ has rows in \w+: nothing was restored/);
  });
});
