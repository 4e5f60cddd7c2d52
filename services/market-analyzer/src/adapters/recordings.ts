/** Recorded prices that a feed may play: `recordings/<name>.csv`, a row a trading day. */
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCsv } from '@balcao/kit/read-csv.ts';

const folder = new URL('../../recordings/', import.meta.url);

export async function recordingNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.csv'))
    .map((file) => basename(file, '.csv'))
    .sort();
}

const recordings = new Map<string, Promise<string[]>>();

/** Its prices in order, exact decimals; null where there is no recording of this name. */
export async function readRecording(name: string): Promise<string[] | null> {
  const known = recordings.get(name);
  if (known !== undefined) return known;
  // Looked up among what is there: a name is never a path.
  if (!(await recordingNames()).includes(name)) return null;
  const read = readPrices(name);
  recordings.set(name, read);
  // Read again by the next one who asks, should it fail.
  read.catch(() => recordings.delete(name));
  return read;
}

async function readPrices(name: string): Promise<string[]> {
  const prices: string[] = [];
  const text = await readFile(new URL(`${name}.csv`, folder), 'utf8');
  const records = readCsv(text, ({ line, message }) => {
    throw new Error(`${name}.csv, line ${line}: ${message}`);
  });
  for await (const { line, cells } of records) if (line > 1) prices.push(cells[1] ?? '');
  return prices;
}
