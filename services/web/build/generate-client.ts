/** Writes the types of every service's API, from its committed OpenAPI document, where the app's client reads them. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { prefixes } from '@balcao/contracts/prefixes.ts';
import openapiTS, { astToString } from 'openapi-typescript';

const folder = new URL('../app/api/generated/', import.meta.url);

/** Leaves alone what was made of the same document: its first line has the document's hash. */
async function generate(service: string): Promise<void> {
  const document = await readFile(new URL(`../../${service}/openapi.json`, import.meta.url));
  const file = new URL(`${service}.ts`, folder);
  const head = `// ${createHash('sha256').update(document).digest('hex')}\n`;
  const former = await readFile(file, 'utf8').catch(() => '');
  if (former.startsWith(head)) return;
  await writeFile(file, head + astToString(await openapiTS(document.toString())));
}

await mkdir(folder, { recursive: true });
for (const service of Object.keys(prefixes)) await generate(service);
