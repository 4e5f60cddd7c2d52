/** `npm run prove`: what takes too long for the tests, on a shop of its own. Ends with 1 where something was found. */
import { parseArgs } from 'node:util';
import { fuzz } from './abuse/fuzz.ts';
import { readOperations } from './abuse/operations.ts';
import { startAbusedShop, tokensOfRoles } from './abuse/people.ts';
import { removeDataDir } from './harness/shop-process.ts';

const usage = `npm run prove -- fuzz [--requests 200000] [--seed N]

  fuzz  sends requests, right and wrong ones, to every operation of every OpenAPI document, and tells each answer
        that is not as documented, or is the shop's own fault
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    help: { type: 'boolean' },
  },
});
const isUsable = [values.requests, values.seed].every((text) => /^\d{1,10}$/.test(text));
if (values.help || positionals.join() !== 'fuzz' || !isUsable) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

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
    if (count % 5_000 === 0) process.stdout.write(`  ${count} sent\n`);
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
