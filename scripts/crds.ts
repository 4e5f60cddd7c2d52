/** Writes the custom resources' definitions into the operator's chart, or (`--check`) says which ones have drifted. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { allResources } from '../services/operator/src/resources/all-resources.ts';
import { customResourceDefinition } from '../services/operator/src/resources/custom-resource-definition.ts';

const isCheck = process.argv[2] === '--check';
const folder = 'charts/balcao-operator/templates/crds';
const directory = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
const head = '# Made from services/operator/src/resources by npm run crds: change it there.\n';

const wanted = new Map<string, string>();
for (const resource of allResources) {
  const text =
    head +
    stringify(customResourceDefinition(resource), {
      lineWidth: 0,
      aliasDuplicateObjects: false,
    });
  // Helm would take it for one of its own.
  if (text.includes('{{')) throw new Error(`two braces in the definition of ${resource.kind}`);
  wanted.set(`${resource.plural}.yaml`, text);
}

await mkdir(directory, { recursive: true });
const present = await readdir(directory);
const drifted: string[] = [];
for (const name of new Set([...wanted.keys(), ...present])) {
  const path = `${directory}${name}`;
  const text = wanted.get(name);
  const committed = present.includes(name) ? await readFile(path, 'utf8') : undefined;
  if (committed === text) continue;
  drifted.push(`${folder}/${name}`);
  if (isCheck) continue;
  if (text === undefined) await rm(path);
  else await writeFile(path, text);
}

if (drifted.length === 0) process.stdout.write('The custom resources are up to date.\n');
else if (isCheck)
  process.stderr.write(`Out of date, run npm run crds:\n  ${drifted.join('\n  ')}\n`);
else process.stdout.write(`Written:\n  ${drifted.join('\n  ')}\n`);
process.exitCode = isCheck && drifted.length > 0 ? 1 : 0;
