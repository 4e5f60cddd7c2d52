/** The backup program: what runs in the Jobs of a cluster, or by hand. */
import { exitOnBug } from '@balcao/kit/signals.ts';
import { runProgram } from './run-program.ts';

exitOnBug(process, (error) => process.stderr.write(`${String(error)}\n`));
const code = await runProgram({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (text) => void process.stderr.write(text),
});
process.exit(code);
