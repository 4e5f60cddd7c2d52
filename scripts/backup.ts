/** `npm run backup`: the backup program on the shop of this machine, whose server is found, or started for it. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from '../services/backup/src/run-program.ts';
import { createDatabases } from '../services/local/src/databases.ts';
import { removeAtEnd } from '../services/local/src/guard.ts';
import { startPostgres } from '../services/local/src/postgres.ts';
import { readSecrets } from '../services/local/src/secrets.ts';
import { localServices } from '../services/local/src/services.ts';

const usage = `npm run backup -- dump | verify | restore | prune [options]

  --data DIR     the shop's folder (default: .data)
  --folder DIR   where the backups are (default: DIR/backups)
  --id ID        verify, restore: which backup (default: the newest)
  --force        restore: replace what the shop has
  --help         this text

dump works while the shop is open. verify restores into a server of its own. restore needs the shop closed.
BACKUP_S3_BUCKET and its like put a bucket in the folder's place. BACKUP_KEY (32 bytes in base64) encrypts; KEEP_LAST, KEEP_DAYS, KEEP_DAILY, … say what prune keeps. DATABASE_URL
names a server of yours. All settings: services/backup/README.md.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '.data' },
    folder: { type: 'string' },
    id: { type: 'string' },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = localServices.map(({ name }) => name);
const [verb = ''] = positionals;
const data = resolve(values.data);
const stops: (() => Promise<void>)[] = [];

if (values.help || verb === '') {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const code = await runProgram({
  args: positionals,
  env: {
    ...folder(),
    BACKUP_DATABASES: names.map((name) => `${name}=balcao_${name}`).join(','),
    ...(values.id === undefined ? {} : { BACKUP_ID: values.id }),
    ...(values.force ? { RESTORE_FORCE: 'true' } : {}),
    ...process.env,
    ...(await servers()),
  },
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (text) => void process.stderr.write(text),
});
for (const stop of stops) await stop();
process.exit(code);

/** None where the environment names a bucket. */
function folder(): Record<string, string> {
  if (process.env.BACKUP_S3_BUCKET !== undefined && values.folder === undefined) return {};
  return { BACKUP_FOLDER: resolve(values.folder ?? join(data, 'backups')) };
}

/** The addresses that the verb needs and the environment does not name. */
async function servers(): Promise<Record<string, string>> {
  if (verb === 'verify') {
    const home = await mkdtemp(join(tmpdir(), 'balcao-drill-'));
    // Where this is root, PostgreSQL runs under another account, which must pass.
    await chmod(home, 0o711);
    removeAtEnd(home);
    return { SCRATCH_DATABASE_URL: process.env.SCRATCH_DATABASE_URL ?? (await start(home)) };
  }
  if (verb !== 'dump' && verb !== 'restore') return {};
  const isRunning = await findRunning();
  if (verb === 'restore' && isRunning !== null && process.env.DATABASE_URL === undefined) {
    process.stderr.write('The shop is open: close it first.\n');
    process.exit(1);
  }
  const url = process.env.DATABASE_URL ?? isRunning ?? (await start(data));
  if (verb === 'restore')
    await createDatabases(url, names, (await readSecrets(data)).databasePassword);
  return { DATABASE_URL: url };
}

async function start(home: string): Promise<string> {
  const server = await startPostgres({ dataDir: join(home, 'postgres'), log: () => undefined });
  stops.push(server.stop);
  return server.adminUrl;
}

/** The embedded server of a shop that is open: its port is in its lock file, as PostgreSQL writes it. */
async function findRunning(): Promise<string | null> {
  const path = join(data, 'postgres', 'postmaster.pid');
  if (!existsSync(path)) return null;
  const [pid = '', , , port] = (await readFile(path, 'utf8')).split('\n');
  if (!isAlive(Number(pid))) return null;
  const password = (await readFile(`${data}/postgres.password`, 'utf8')).trim();
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
