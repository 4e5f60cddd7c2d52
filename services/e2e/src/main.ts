/** `npm run flow`: sells through a running shop and checks every figure. */
import { readArguments, usage } from './flow/arguments.ts';
import { ContractBreach, Difference, UnexpectedAnswer, UsageError } from './flow/failure.ts';
import { runFlow } from './flow/run-flow.ts';

process.exitCode = await main(process.argv.slice(2), process.env);

async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const { isHelp, ...options } = readArguments(args, env);
    if (isHelp) print(usage);
    else await runFlow({ ...options, print });
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee npm run flow -- --help\n`);
      return 2;
    }
    // Those the report has told already.
    if (!isTold(error))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

function isTold(error: unknown): boolean {
  return [Difference, UnexpectedAnswer, ContractBreach].some((kind) => error instanceof kind);
}
