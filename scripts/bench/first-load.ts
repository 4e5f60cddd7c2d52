/** `bench first-load`: until one can log in or sell, over a 3G line with a slow processor, beside a bare picture. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { milliseconds, percentile, printRow } from '../harness/load.ts';

const program = fileURLToPath(
  new URL('../../services/web/test/measure-first-load.ts', import.meta.url),
);
const runs = z.array(z.number());
const measured = z.object({ picture: runs, logIn: runs, till: runs, warmTill: runs });

/** Three runs of each, so `--seconds` says nothing here. */
export async function benchFirstLoad(): Promise<void> {
  process.stdout.write(
    '1.6 Mbit/s, 150 ms round trip, processor four times as slow, in Chromium\n\n',
  );
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  const took = measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  print('log-in, nothing on the device yet', took.logIn);
  print('till that can be paid at, nothing yet', took.till);
  print('till that can be paid at, used before', took.warmTill);
  print('baseline: a bare picture', took.picture);
}

function print(name: string, took: number[]): void {
  const sorted = took.toSorted((a, b) => a - b);
  printRow(name, {
    p50: milliseconds(percentile(sorted, 0.5)),
    most: milliseconds(percentile(sorted, 1)),
  });
}
