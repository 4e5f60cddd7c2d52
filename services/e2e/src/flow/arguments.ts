/** The command line and environment of the flow. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from './failure.ts';
import type { Credentials } from './people.ts';

export const usage = `Sells through a running shop and compares every figure with its own. Run it while nobody else sells:
balances of the whole shop are compared by their difference.

  npm run flow [-- options]

  --url URL            where the shop answers; or BALCAO_URL (default http://127.0.0.1:8080);
                       http://shop-{service} calls each service at its own address
  --email E-MAIL       an admin's; or BALCAO_EMAIL
  --password PASSWORD  that admin's; or BALCAO_PASSWORD, or BALCAO_PASSWORD_FILE with it in a file
  --quiet              only what fails, and the last line
  --help               this text

Where nobody is registered yet these credentials are registered as the first admin, or without any generated
ones, which are printed. Exit code 0: all figures agree; 1: one does not; 2: something else is to be passed.`;

export interface FlowArguments {
  url: string;
  credentials: Credentials | undefined;
  isQuiet: boolean;
  isHelp: boolean;
}

/** Throws UsageError, which says what to write instead. */
export function readArguments(
  args: string[],
  env: Record<string, string | undefined>,
): FlowArguments {
  const values = parse(args);
  const email = values.email ?? filled(env.BALCAO_EMAIL);
  const password =
    values.password ?? filled(env.BALCAO_PASSWORD) ?? readSecret(filled(env.BALCAO_PASSWORD_FILE));
  if ((email === undefined) !== (password === undefined)) {
    throw new UsageError(
      `the ${email === undefined ? 'e-mail' : 'password'} is missing: pass both or neither`,
    );
  }
  return {
    url: readUrl(values.url ?? filled(env.BALCAO_URL) ?? 'http://127.0.0.1:8080'),
    credentials: email === undefined || password === undefined ? undefined : { email, password },
    isQuiet: values.quiet,
    isHelp: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        url: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        quiet: { type: 'boolean', short: 'q', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function readSecret(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new UsageError(
      `BALCAO_PASSWORD_FILE: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Without a slash at its end. */
function readUrl(text: string): string {
  const { protocol } = URL.parse(text.replace('{service}', 'service')) ?? {};
  if (protocol === 'http:' || protocol === 'https:') return text.replace(/\/+$/, '');
  throw new UsageError(`${text} is not an http or https address`);
}
