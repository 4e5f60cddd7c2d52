/**
 * Protects: whatever is sent to an operation, the answer is a documented one, and never the shop's own fault. With
 * strict answers a body that is not as documented is such a fault. `npm run prove -- fuzz` sends many more.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { removeDataDir, type ShopProcess } from '../harness/shop-process.ts';
import { fuzz } from './fuzz.ts';
import { readOperations } from './operations.ts';
import { startAbusedShop, tokensOfRoles } from './people.ts';

const requestsEach = 12;
/** Always the same requests; `npm run prove` draws others each time. */
const seed = 20_261_127;

describe('requests of every kind', function () {
  this.timeout(600_000);
  let shop: ShopProcess;
  before(async () => {
    shop = await startAbusedShop();
  });
  after(async () => {
    await shop?.stop();
    if (shop !== undefined) await removeDataDir(shop.dataDir);
  });

  it('are answered as documented, and never by 5xx', async () => {
    const { url } = shop;
    const operations = readOperations();
    const logIn = () => tokensOfRoles(url);
    const requests = requestsEach * operations.length;
    const report = await fuzz({ url, operations, logIn, requests, seed });
    console.log(
      `      ${report.sent} requests of seed ${seed}: ${JSON.stringify(report.statuses)}`,
    );
    assert.deepEqual([...report.findings], []);
    assert.ok(report.sent >= requests);
    // It would prove little if nothing got past the first checks.
    const reached = 1 - report.unreached.length / operations.length;
    assert.ok(reached > 0.4, `${reached}: ${report.unreached.join(', ')}`);
  });
});
