/** What a builder makes, held against the file that somebody has looked at. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/specs/snapshots/', import.meta.url);

/** What is committed under a name; with UPDATE_SNAPSHOTS=1 the given object is, from now on. */
export function committed(name: string, actual: object): unknown {
  const file = new URL(`${name}.json`, folder);
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
