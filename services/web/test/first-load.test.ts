/** Protects: the till's first screen stays light, and is asked for all at once. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { before, describe, it } from 'mocha';

const run = promisify(execFile);
const builder = fileURLToPath(new URL('../../../scripts/build-web.ts', import.meta.url));
const measure = fileURLToPath(new URL('../build/first-load.ts', import.meta.url));
const page = new URL('../dist/index.html', import.meta.url);

describe('the first load of the till', () => {
  let files: string[] = [];
  before(async function () {
    this.timeout(180_000);
    await run(process.execPath, [builder]);
  });

  it('is at most 150 kB of gzipped JavaScript', async () => {
    const { stdout } = await run(process.execPath, [measure]);
    files = stdout.match(/\S+\.js$/gm) ?? [];
    assert.notEqual(files.length, 0);
  });

  it('is named in the page, so that nothing waits for another: what asks the shop who is here comes first', async () => {
    const html = await readFile(page, 'utf8');
    const asked = [...html.matchAll(/="\/assets\/([^"]+)"/g)].map(([, file]) => file);
    assert.match(asked[0] ?? '', /^start-/);
    assert.deepEqual(
      files.filter((file) => !asked.includes(file)),
      [],
    );
  });
});
