/** Runs the programs that the verbs of images and clusters are made of, each command shown before it runs. */
import { spawn } from 'node:child_process';

/** Ends a verb with its message, without a stack. */
export class CommandFailed extends Error {}

/** Runs it in the foreground. */
export async function run(program: string, ...args: string[]): Promise<void> {
  process.stdout.write(`$ ${[program, ...args].join(' ')}\n`);
  await ended(program, spawn(program, args, { stdio: 'inherit' }));
}

/** Runs it and answers what it writes. */
export async function read(program: string, ...args: string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await ended(program, child);
  return Buffer.concat(chunks).toString('utf8');
}

function ended(program: string, child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new CommandFailed(`${program}: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new CommandFailed(`${program} ended with code ${code}`));
    });
  });
}

/** The body of a verb: a failed command or a wrong option is a message, without a stack. */
export async function runVerb(body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const isUsage = error instanceof TypeError && 'code' in error;
    if (!isUsage && !(error instanceof CommandFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
