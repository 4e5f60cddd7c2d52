/** Protects: a wrong clock of the storm is wrong for all that asks it, from one moment to the next, and only that. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';

const program = `process.stdin.on('data', () => {
  const made = new Date();
  console.log(JSON.stringify([Date.now(), made.getTime(), made instanceof Date, new Date(0).getTime()]));
})`;
const hourMs = 3_600_000;
const closeMs = 60_000;

describe('a clock of the storm', () => {
  let folder: string;
  let child: ChildProcess;
  let lines: Interface;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'balcao-clock-'));
    const skewed = fileURLToPath(new URL('./skewed-clock.ts', import.meta.url));
    child = spawn(process.execPath, [`--import=${skewed}`, '--eval', program], {
      env: { STORM_CLOCK: join(folder, 'clock') },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    assert.ok(child.stdout);
    lines = createInterface({ input: child.stdout });
  });
  afterEach(async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask(): Promise<[number, number, boolean, number]> {
    const answer = once(lines, 'line');
    child.stdin?.write('now\n');
    return JSON.parse((await answer)[0]);
  }

  it('is right until it is set, and wrong by what it is set to', async () => {
    const [right] = await ask();
    assert.ok(Math.abs(right - Date.now()) < closeMs);
    for (const skewMs of [hourMs, -hourMs, 0]) {
      await writeFile(join(folder, 'clock'), String(skewMs));
      await eventually(async () => {
        const [now, made, isDate, epoch] = await ask();
        assert.ok(Math.abs(now - Date.now() - skewMs) < closeMs);
        assert.ok(Math.abs(made - Date.now() - skewMs) < closeMs);
        assert.deepEqual([isDate, epoch], [true, 0]);
      });
    }
  });
});
