/** One run of the program: a verb, its result as a line of JSON, its exit code. */
import { access, constants, writeFile } from 'node:fs/promises';
import { ConfigError, type Environment, readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { BackupFailure, exitCodes } from './backup-failure.ts';
import { verbs } from './commands.ts';
import { dumpSettings } from './config.ts';

export interface Program {
  args: readonly string[];
  env: Environment;
  print(line: string): void;
  printError(text: string): void;
}

/** Kubernetes shows 4,096 bytes of a container's last words. */
const longestMessage = 2_000;

const { logLevel, resultFile } = dumpSettings;

/** Answers the exit code: 0 done, 1 unforeseen, 2 not understood, or that of `exitCodes`. */
export async function runProgram({ args, env, print, printError }: Program): Promise<number> {
  const [name = '', ...more] = args;
  const verb = more.length === 0 && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    printError(usage());
    return 2;
  }
  try {
    const config = readConfig({ logLevel, resultFile }, env);
    const log = createLogger({ level: config.logLevel });
    const { code, result } = await attempt(() => verb.run(env, log), printError);
    const line = JSON.stringify({ verb: name, ok: code === 0, ...result });
    print(line);
    await leave(config.resultFile, line);
    return code;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printError(`${error.message}\n`);
    return 2;
  }
}

async function attempt(
  run: () => Promise<object>,
  printError: Program['printError'],
): Promise<{ code: number; result: object }> {
  try {
    return { code: 0, result: await run() };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const message = (error instanceof Error ? error.message : String(error)).slice(
      0,
      longestMessage,
    );
    if (error instanceof BackupFailure)
      return { code: exitCodes[error.code], result: { code: error.code, message } };
    printError(`${text(error)}\n`);
    return { code: 1, result: { code: 'unforeseen', message } };
  }
}

/** For whoever started the Job; where there is no such file this is no Job. */
async function leave(path: string, line: string): Promise<void> {
  const isThere = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (isThere) await writeFile(path, line);
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function usage(): string {
  const lines = Object.entries(verbs).map(([name, { help, settings }]) => {
    const variables = Object.values(settings)
      .map(({ env, help: about }) => `    ${env.padEnd(22)}${about}`)
      .join('\n');
    return `  main.ts ${name}: ${help}\n${variables}\n`;
  });
  return `usage:\n${lines.join('\n')}`;
}
