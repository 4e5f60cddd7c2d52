/** `bench scan`: from a scan to its line on the till's screen with 20,000 products, beside a bare insertion. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { milliseconds, printRow } from '../harness/load.ts';

const program = fileURLToPath(new URL('../../services/web/test/measure-scans.ts', import.meta.url));
const measured = z.object({ scans: z.array(z.number()), bare: z.array(z.number()) });

/** As many scans as a sale may have lines, so `--seconds` says nothing here. */
export async function benchScan(): Promise<void> {
  process.stdout.write('200 scans in Chromium, 20,000 products on the device\n\n');
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    maxBuffer: 10_000_000,
  });
  const { scans, bare } = measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  print('scan → line drawn', scans);
  print('baseline: a bare insertion, drawn', bare);
}

function print(name: string, took: number[]): void {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  printRow(name, {
    p50: milliseconds(at(0.5)),
    p95: milliseconds(at(0.95)),
    most: milliseconds(at(1)),
  });
}
