/** `npm run prove`: what takes too long for the tests; writes what it finds into `docs/proof.md`. Ends with 1 where a part fails. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Options, type Part, parts } from './prove/parts.ts';
import { withSection } from './prove/report.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const file = fileURLToPath(new URL('../docs/proof.md', import.meta.url));
const names = parts.map(({ name }) => name);
const titles = parts.map(({ title }) => title);

const usage = `npm run prove -- [${names.join(' | ')} …] [--requests 200000] [--minutes 60] [--seed N] [--seconds 30]

Runs these parts, or all, and writes what they print into docs/proof.md. All of them take more than two hours.

  --requests  how many the part fuzz sends
  --minutes   how long the part storm goes on
  --seed      by which the two draw
  --seconds   how long each figure is measured
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '200000' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    seconds: { type: 'string', default: '30' },
    help: { type: 'boolean' },
  },
});
const { requests, minutes, seed, seconds } = values;
const isUsable =
  positionals.every((name) => names.includes(name)) &&
  [requests, minutes, seed, seconds].every((text) => /^\d{1,10}$/.test(text));
if (values.help || !isUsable) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

const wanted = parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const part of wanted) {
  process.stdout.write(`\n=== ${part.title}\n`);
  if ((await prove(part, { requests, minutes, seed, seconds })) !== 0) process.exitCode = 1;
}
process.stdout.write(`\ndocs/proof.md has been written\n`);

async function prove(part: Part, options: Options): Promise<number> {
  const startedAt = performance.now();
  const proven = commit();
  const { exitCode, output } = await run(part.arguments(options));
  const section = {
    ...{ title: part.title, about: part.about, command: `npm run prove -- ${part.name}` },
    ...{ day: new Date().toISOString().slice(0, 10), commit: proven, machine: machine() },
    ...{ minutes: Math.ceil((performance.now() - startedAt) / 60_000), exitCode, output },
  };
  writeFileSync(
    file,
    withSection(existsSync(file) ? readFileSync(file, 'utf8') : '', section, titles),
  );
  return exitCode;
}

/** What it prints is seen at once, and kept. */
function run(args: string[]): Promise<{ exitCode: number; output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, BALCAO_TEST_REQUIRE_SERVERS: '1' },
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', '.', ':!docs') !== '';
    return git('rev-parse', '--short', 'HEAD') + (isChanged ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}

function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), ${gibibytes} GiB, ${process.platform}, Node ${process.versions.node}.`;
}
