/** Runs one of the project's verbs under the project's own Node, on any host Node from 20: `npm run help` lists them. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Verb
 * @property {string} help One line.
 * @property {string} [options] The options worth knowing, in one line.
 * @property {string[]} [run] A program of node_modules/.bin or a file, with its arguments.
 * @property {string[]} [unlessNamed] Added when the caller names no file.
 * @property {string[]} [afterwards] With these instead, it is run once more when the caller names no file.
 * @property {string} [first] The verb that makes what this one needs.
 * @property {string[]} [verbs] Other verbs, run one after the other; all run even if one fails.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const isInteractive = process.stdin.isTTY === true;
const isWindows = process.platform === 'win32';
const testFiles = ['services/**/*.test.ts', 'scripts/**/*.test.ts', 'charts/**/*.test.ts'];
const browserTests = 'services/web/test/**/*.test.ts';
const minimum = { major: 24, minor: 12 };

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// Only this process holds the other end of the shell's pipe, which therefore ends with it.
const guardScript = 'trap \'\' INT TERM HUP; cat >/dev/null; kill -TERM "$1" 2>/dev/null';
/** @type {import('node:child_process').SpawnOptions} */
const guardOptions = { detached: true, stdio: ['pipe', 'ignore', 'ignore'] };

/** @type {Record<string, Verb>} */
const verbs = {
  start: {
    help: 'run the shop on this machine',
    options: '--port, --data, --target, --processes, --reset, --help',
    run: ['services/local/src/main.ts'],
    first: 'web:build',
  },
  test: {
    help: 'run the tests, on a PostgreSQL that comes along and on RabbitMQ and Redis where installed',
    options: "a file, --grep 'words', --no-parallel; BALCAO_TEST_REQUIRE_SERVERS=1",
    run: ['mocha'],
    unlessNamed: [...testFiles, '--ignore', browserTests],
    // A scanner is told from a hand by milliseconds: a browser that others keep waiting is no till.
    afterwards: [browserTests, '--no-parallel'],
  },
  flow: {
    help: 'sell through a running shop and check every figure',
    options: '--url, --email, --password, --help; BALCAO_URL',
    run: ['services/e2e/src/main.ts'],
  },
  bench: {
    help: 'measure the shop, each figure beside its baseline',
    options:
      'orders, cost, growth, postings, lookup, breakdown, recall, import, reports, search, categorise, daily, feeds, engine, rules, operator, scan, first-load, start; --seconds 30',
    run: ['scripts/bench.ts'],
  },
  prove: {
    help: 'what takes too long for the tests: a first hour, abuse, faults, a storm and figures, written into docs/proof.md',
    options:
      'first-sale, abuse, fuzz, faults, storm, figures; --requests 200000, --minutes 60, --seed N, --seconds 30, --help',
    run: ['scripts/prove.ts'],
  },
  backup: {
    help: "back up this machine's shop, prove a backup by restoring it, bring one back, remove old ones",
    options: 'dump | verify | restore | prune; --data, --folder, --id, --force; BACKUP_KEY',
    run: ['scripts/backup.ts'],
  },
  images: {
    help: 'build the images of all services, with a bill of materials beside each',
    options: '[SERVICE …] --tag, --registry, --push, --load CLUSTER',
    run: ['scripts/images.ts'],
  },
  kind: {
    help: 'a Kubernetes cluster on this machine, with an ingress controller and metrics',
    options: 'up | down | load IMAGE …; --image, --no-addons',
    run: ['scripts/kind.ts'],
  },
  deploy: {
    help: 'install or upgrade the shop in a cluster with Helm',
    options: '--context, --namespace, --release, --tag, --values FILE, --set KEY=VALUE',
    run: ['scripts/deploy.ts'],
  },
  'web:build': {
    help: 'build the user interface, where something of it has changed',
    options: '--force',
    run: ['scripts/build-web.ts'],
  },
  screenshots: {
    help: 'take a picture of every screen, in both themes, on a desktop and on a phone',
    options: '--url, --email, --password, --folder, --only, --help',
    run: ['services/web/test/screenshots/main.ts'],
    first: 'web:build',
  },
  'with-servers': {
    help: 'run a command with a PostgreSQL, RabbitMQ and Redis of its own',
    options: '-- npm start -- --processes',
    run: ['scripts/with-servers.ts'],
  },
  e2e: {
    help: 'install a shop in the current context of kubectl, break it in many ways, remove it',
    options: 'a file of services/e2e/cluster; BALCAO_URL, BALCAO_RELEASE, BALCAO_VALUES',
    run: ['mocha', '--no-config', '--no-parallel', '--require', 'services/e2e/cluster/setup.ts'],
    // The shop is lost whole, and comes back, when all else has been tried on it.
    unlessNamed: ['!(backup)', 'backup'].map((name) => `services/e2e/cluster/${name}.e2e.ts`),
  },
  'e2e:operator': {
    help: 'put the operator to the proof on the current context of kubectl, whose control plane is killed in between',
    options:
      'a file of services/e2e/operator; BALCAO_CLUSTER_PROGRAM, BALCAO_OPERATOR_OBJECTS, BALCAO_OPERATOR_KILLS',
    run: ['mocha', '--no-config', '--no-parallel', '--require', 'services/e2e/operator/setup.ts'],
    // In this order: the last one judges what all have done.
    unlessNamed: ['speed', 'kills', 'outages', 'leaders', 'reinstall', 'rights'].map(
      (name) => `services/e2e/operator/${name}.e2e.ts`,
    ),
  },
  check: {
    help: 'lint, types, knip, openapi:check, crds:check and chart:check',
    verbs: ['lint', 'types', 'knip', 'openapi:check', 'crds:check', 'chart:check'],
  },
  lint: {
    help: 'check style and walls with Biome',
    options: '--write repairs',
    run: ['biome', 'check'],
  },
  format: { help: 'repair what Biome can repair', run: ['biome', 'check', '--write'] },
  types: { help: 'check types', run: ['scripts/types.ts'] },
  knip: { help: 'find unused files, exports and dependencies', run: ['knip'] },
  openapi: { help: 'write the OpenAPI documents', run: ['scripts/openapi.ts'] },
  'openapi:check': {
    help: 'fail when an OpenAPI document is out of date',
    run: ['scripts/openapi.ts', '--check'],
  },
  crds: {
    help: "write the custom resources' definitions into the operator's chart",
    run: ['scripts/crds.ts'],
  },
  'crds:check': {
    help: 'fail when one of those definitions is out of date',
    run: ['scripts/crds.ts', '--check'],
  },
  docs: {
    help: 'write docs/reference.md (events, permissions, settings, metrics) from the source',
    run: ['scripts/reference.ts'],
  },
  'chart:docs': {
    help: "write the tables of the chart's README from its values",
    run: ['scripts/chart-docs.ts'],
  },
  'chart:check': {
    help: "fail when the chart's README is out of date",
    run: ['scripts/chart-docs.ts', '--check'],
  },
  help: { help: 'list the verbs' },
};

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args */
async function main([name = 'help', ...args]) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    process.stderr.write(`There is no verb ${name}.\n\n`);
    printHelp();
    return 2;
  }
  if (name === 'help') return printHelp();
  await install();
  return runVerb(verb, args);
}

/**
 * @param {Verb} verb
 * @param {string[]} args
 * @returns {Promise<number>}
 */
async function runVerb(verb, args) {
  if (verb.first !== undefined) {
    const first = verbs[verb.first];
    const code = first === undefined ? 1 : await runVerb(first, []);
    if (code !== 0) return code;
  }
  if (verb.verbs === undefined) {
    const status = await run(command(verb, args));
    if (verb.afterwards === undefined || namesFile(args)) return status;
    return (await run(command({ ...verb, unlessNamed: verb.afterwards }, args))) || status;
  }
  const failed = [];
  for (const name of verb.verbs) {
    process.stdout.write(`\n> ${name}\n`);
    const part = verbs[name];
    if (part === undefined || (await run(command(part, []))) !== 0) failed.push(name);
  }
  process.stdout.write(
    failed.length === 0 ? '\nall checks passed\n' : `\nfailed: ${failed.join(', ')}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/**
 * @param {Verb} verb
 * @param {string[]} args
 */
function command({ run: parts = [], unlessNamed = [] }, args) {
  const [program = '', ...fixed] = parts;
  const file = program.includes('/') ? join(root, program) : packageProgram(program);
  return [file, ...fixed, ...(namesFile(args) ? [] : unlessNamed), ...args];
}

/** @param {string[]} args */
function namesFile(args) {
  return args.some((arg) => /\.(test|e2e)\.ts$|[*/]/.test(arg) && !arg.startsWith('-'));
}

/**
 * The script that a package's program is: what npm puts in .bin is a shell script on Windows.
 * @param {string} name
 */
function packageProgram(name) {
  const folder = { biome: '@biomejs/biome', tsc: 'typescript' }[name] ?? name;
  const manifest = JSON.parse(readFileSync(join(modules, folder, 'package.json'), 'utf8'));
  return join(
    modules,
    folder,
    typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name],
  );
}

/**
 * Runs it in the foreground and answers its exit code.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function run(args) {
  const path = [bin, process.env.PATH].join(delimiter);
  const child = spawn(runtime(), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    // Outside the group that `timeout` and the like signal as a whole: it gets each signal once, from here.
    detached: !isInteractive,
  });
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}

/**
 * A program must not outlive the command that started it, however that one ends: signals are passed
 * on, and when npm is killed, or this process is, the program is asked to stop.
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  let sentAt = 0;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl-C reaches the program by itself. Elsewhere npm and the group may send one signal twice,
    // and a second one tells the program to stop the hard way.
    if ((signal === 'SIGINT' && isInteractive) || Date.now() - sentAt < 1_000) return;
    sentAt = Date.now();
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const startedBy = ancestors();
  const isByNpm = process.env.npm_lifecycle_event !== undefined;
  const watch = setInterval(() => {
    if (!isByNpm || ancestors() === startedBy) return;
    clearInterval(watch);
    forward('SIGTERM');
  }, 500);
  const guard = isWindows
    ? undefined
    : spawn('/bin/sh', ['-c', guardScript, 'sh', String(child.pid)], guardOptions);
  guard?.on('error', () => {});
  return () => {
    clearInterval(watch);
    guard?.kill('SIGKILL');
    for (const signal of signals) process.off(signal, forward);
  };
}

/** The parent and, where the system tells, its parent: npm puts a shell in between. */
function ancestors() {
  try {
    const fields = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ');
    return `${process.ppid} ${fields?.[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** The Node that npm has installed, else this one when it is new enough. */
function runtime() {
  const own = ownRuntime();
  if (own !== undefined) return own;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Error(
    `Node ${minimum.major}.${minimum.minor} is needed and npm could not install it: install it and try again.`,
  );
}

function ownRuntime() {
  const path = join(modules, 'node', 'bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(path)) return undefined;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 && isNewEnough(stdout.trim().slice(1)) ? path : undefined;
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > minimum.major || (major === minimum.major && minor >= minimum.minor);
}

/** Installs the dependencies when package-lock.json is not the one that they were installed from. */
async function install() {
  const stamp = join(modules, '.balcao-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isDone()) return;
  const unlock = await lock(join(root, '.installing'));
  try {
    if (isDone()) return;
    process.stderr.write('Installing the dependencies (once; later starts skip this) …\n');
    npm(['ci', '--no-audit', '--no-fund']);
    // Its runtime comes by an install script, which some settings of npm leave out.
    if (ownRuntime() === undefined) npm(['rebuild', 'node', '--ignore-scripts=false']);
    runtime();
    writeFileSync(stamp, wanted);
  } finally {
    unlock();
  }
}

/** @param {string[]} args */
function npm(args) {
  const { status, error } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with code ${status}`);
}

/**
 * Waits for another run that is installing. A folder is the lock because making one is atomic; one
 * whose process is gone, or that is old, is taken over.
 * @param {string} path
 */
async function lock(path) {
  const owner = join(path, 'pid');
  for (let isTold = false; ; isTold = true) {
    try {
      mkdirSync(path);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isStale(path, owner)) rmSync(path, { recursive: true, force: true });
    else if (!isTold)
      process.stderr.write('Another run is installing the dependencies; waiting …\n');
    await delay(200);
  }
}

/**
 * @param {string} path
 * @param {string} owner
 */
function isStale(path, owner) {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    if (!existsSync(owner)) return ageMs > 5_000;
    process.kill(Number(readFileSync(owner, 'utf8')), 0);
    return ageMs > 20 * 60_000;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function printHelp() {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  process.stdout.write('npm run <verb> -- <options>\n\n');
  for (const [name, { help, options }] of Object.entries(verbs)) {
    process.stdout.write(`  ${name.padEnd(width)}  ${help}\n`);
    if (options) process.stdout.write(`  ${' '.repeat(width)}    ${options}\n`);
  }
  return 0;
}
