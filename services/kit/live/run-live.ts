/**
 * What a pod runs in development, where changed code is copied into it: a program that is started anew with it.
 *
 * Not `node --watch`: it watches files, and loses one for good when another takes its place, as tar does it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';

const lookEveryMs = 200;

export interface LiveProgram {
  /** Looked at with everything below it. */
  folder: string;
  /** What this Node runs: a file and its arguments. */
  args: string[];
}

/**
 * Runs it until SIGTERM or SIGINT, which it gets too; answers its exit code, or 1 where a signal ended it. One
 * that ends by itself stays ended until the next change: most likely that change repairs it.
 */
export async function runLive({ folder, args }: LiveProgram, self: NodeJS.Process) {
  // With NODE_OPTIONS=--inspect the debugger's port is for the program, not for this one.
  inspector.close();
  const stopAsked = Promise.race([once(self, 'SIGTERM'), once(self, 'SIGINT')]);
  for (;;) {
    const child = spawn(self.execPath, args, { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const isChanged = await Promise.race([stopAsked.then(() => false), changed(folder)]);
    child.kill('SIGTERM');
    await ended;
    if (!isChanged) return child.exitCode ?? 1;
    self.stderr.write(`${args[0]} starts anew: its code has changed\n`);
  }
}

/** Resolves to true when a file has changed, and then none for a moment: many are copied one after the other. */
async function changed(folder: string): Promise<boolean> {
  const before = stateOf(folder);
  let last = before;
  for await (const _ of setInterval(lookEveryMs)) {
    const now = stateOf(folder);
    if (now === last && now !== before) break;
    last = now;
  }
  return true;
}

/** Of a few hundred files in about a millisecond; a file that goes meanwhile is a change. */
function stateOf(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => `${name} ${statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs}`)
    .join('\n');
}
