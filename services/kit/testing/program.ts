/** Runs a program for a test: what it prints, what it logs, and how it ends. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

export interface RunningProgram {
  /** All that it has printed so far, logs included. */
  printed(): string;
  /** Its address, as soon as it listens. */
  url(): Promise<string>;
  /** Resolves with the exit code; null when a signal ended it. */
  exit: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProgramOptions {
  args?: string[];
  /** All that it finds in its environment, beside PATH and a PORT that the system chooses. */
  env: Record<string, string>;
}

export function runProgram(file: URL, { args = [], env }: ProgramOptions): RunningProgram {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return {
    printed: () => printed,
    url: () =>
      eventually(() => {
        const url = /"url":"(http:[^"]+)"/.exec(printed)?.[1];
        if (url === undefined) throw new Error(`it does not listen:\n${printed}`);
        return url;
      }),
    exit: new Promise((resolve) => child.once('close', resolve)),
    kill: (signal) => void child.kill(signal),
  };
}
