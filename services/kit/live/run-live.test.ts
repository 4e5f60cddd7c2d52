/** Protects: in development, code that was copied into a running pod is what runs, after a mistake in it too. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../testing/eventually.ts';
import { type RunningProgram, runProgram } from '../testing/program.ts';

const live = new URL('./main.ts', import.meta.url);

/** Says what it reads from a module, and that it was asked to end: with code 3, so that one sees whose it is. */
const program = `
import { text } from './folder/text.ts';
console.log('runs', text);
process.on('SIGTERM', () => { console.log('drained', text); process.exit(3); });
setInterval(() => {}, 1_000);
`;

describe('a program whose code is changed while it runs', () => {
  let folder: string;
  let child: RunningProgram;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-'));
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'main.ts'), program);
    await change('one');
    child = runProgram(live, { args: [folder, join(folder, 'main.ts')], env: {} });
    await says('runs one');
  });
  afterEach(async () => {
    child.kill('SIGTERM');
    await child.exit;
    await rm(folder, { recursive: true });
  });

  /** As tar does it: another file takes the place of the one that was there. */
  async function change(text: string, source = `export const text: string = '${text}';`) {
    await writeFile(join(folder, 'new'), source);
    await rename(join(folder, 'new'), join(folder, 'folder', 'text.ts'));
  }
  const says = (text: string) =>
    eventually(() => assert.ok(child.printed().includes(text), child.printed()));

  it('is drained and started anew, as often as it changes', async () => {
    for (const [before, after] of [
      ['one', 'two'],
      ['two', 'three'],
      ['three', 'four'],
    ] as const) {
      await change(after);
      await says(`drained ${before}`);
      await says(`runs ${after}`);
    }
  });

  it('waits, after a mistake, for the change that repairs it', async () => {
    await change('', 'export const text = ;');
    await says('SyntaxError');
    await change('repaired');
    await says('runs repaired');
  });

  it('is drained when its container is stopped, whose exit code is its own', async () => {
    child.kill('SIGTERM');
    assert.equal(await child.exit, 3);
    assert.ok(child.printed().includes('drained one'));
  });
});
