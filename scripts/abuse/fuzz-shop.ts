/** The part `fuzz` of `npm run prove`, on a shop of its own. Ends with 1 where something was found. */
import { parseArgs } from 'node:util';
import { removeDataDir } from '../harness/shop-process.ts';
import { fuzz } from './fuzz.ts';
import { readOperations } from './operations.ts';
import { startAbusedShop, tokensOfRoles } from './people.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '' }, seed: { type: 'string', default: '' } },
});

const seed = Number(values.seed);
const operations = readOperations();
process.stdout.write(
  `${operations.length} operations, ${values.requests} requests, seed ${seed}\n`,
);
const startedAt = performance.now();
const shop = await startAbusedShop();
const { sent, statuses, findings, unreached } = await fuzz({
  url: shop.url,
  operations,
  logIn: () => tokensOfRoles(shop.url),
  requests: Number(values.requests),
  seed,
  onProgress: (count) => {
    if (count % 20_000 === 0) process.stdout.write(`  ${count} sent\n`);
  },
}).finally(async () => {
  await shop.stop();
  await removeDataDir(shop.dataDir);
});

const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(`${sent} requests in ${seconds} s: ${JSON.stringify(statuses)}\n`);
process.stdout.write(
  `${operations.length - unreached.length} of ${operations.length} operations were answered by 2xx at least once\n`,
);
for (const [what, example] of findings) process.stdout.write(`\n${what}\n  ${example}\n`);
process.stdout.write(`${findings.size} kinds of answers that are not as documented\n`);
process.exitCode = findings.size === 0 ? 0 : 1;
