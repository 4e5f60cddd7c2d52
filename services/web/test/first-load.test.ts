/** Protects: the till's first screen stays light. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';

const run = promisify(execFile);
const builder = fileURLToPath(new URL('../../../scripts/build-web.ts', import.meta.url));
const measure = fileURLToPath(new URL('../build/first-load.ts', import.meta.url));

describe('the first load of the till', () => {
  it('is at most 170 kB of gzipped JavaScript', async function () {
    this.timeout(180_000);
    await run(process.execPath, [builder]);
    await run(process.execPath, [measure]);
  });
});
