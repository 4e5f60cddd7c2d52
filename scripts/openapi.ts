/** Writes each service's OpenAPI document beside its code, or (`--check`) says which ones have drifted. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { localServices } from '@balcao/local/services.ts';
import { openWholeShop } from './harness/whole-shop.ts';

const isCheck = process.argv[2] === '--check';
const shop = await openWholeShop();

const drifted: string[] = [];
for (const { name, prefixes } of localServices) {
  const response = await fetch(`${shop.url}/api/v1/${prefixes[0]}/openapi.json`);
  const document = `${JSON.stringify(await response.json(), null, 2)}\n`;
  const path = fileURLToPath(new URL(`../services/${name}/openapi.json`, import.meta.url));
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed === document) continue;
  drifted.push(`services/${name}/openapi.json`);
  if (!isCheck) await writeFile(path, document);
}
await shop.close();

if (drifted.length === 0) process.stdout.write('The OpenAPI documents are up to date.\n');
else if (isCheck)
  process.stderr.write(`Out of date, run npm run openapi:\n  ${drifted.join('\n  ')}\n`);
else process.stdout.write(`Written:\n  ${drifted.join('\n  ')}\n`);
process.exit(isCheck && drifted.length > 0 ? 1 : 0);
