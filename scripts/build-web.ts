/** `npm run web:build`: builds the user interface, unless what was built is newer than all that it is made of. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const web = fileURLToPath(new URL('../services/web/', import.meta.url));
const dist = join(web, 'dist');
const index = join(dist, 'index.html');
const sources = ['app', 'build', 'public', 'index.html', 'vite.config.ts', 'package.json']
  .map((name) => join(web, name))
  .concat(join(web, '../contracts'));
/** Types that are made of the OpenAPI documents: nothing of them is left in what is built. */
const typesOnly = join(web, 'app/api/generated');

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
if (values.force || (await newest(sources)) > (await changedAt(index))) await build();

/** When the youngest of these files and folders changed, in milliseconds; a folder changes with what it lists. */
async function newest(paths: string[]): Promise<number> {
  const times = await Promise.all(paths.map(changedWithin));
  return Math.max(...times);
}

async function changedWithin(path: string): Promise<number> {
  if (path === typesOnly || path.endsWith('node_modules')) return 0;
  const { isDirectory, mtimeMs } = await stat(path).then((found) => ({
    isDirectory: found.isDirectory(),
    mtimeMs: found.mtimeMs,
  }));
  if (!isDirectory) return mtimeMs;
  const own = path === join(typesOnly, '..') ? 0 : mtimeMs;
  const entries = await readdir(path);
  return Math.max(own, await newest(entries.map((name) => join(path, name))), 0);
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** Built aside and put in place whole: whoever reads meanwhile has the former one. */
async function build(): Promise<void> {
  process.stderr.write('Building the user interface (once for each change to it) …\n');
  const startedAt = new Date();
  const modules = join(web, 'node_modules');
  await mkdir(modules, { recursive: true });
  const aside = await mkdtemp(join(modules, '.building-'));
  try {
    const fresh = join(aside, 'dist');
    const vite = join(createRequire(join(web, 'package.json')).resolve('vite/package.json'), '..');
    const args = [join(vite, 'bin/vite.js'), 'build', '--outDir', fresh, '--emptyOutDir'];
    const options = ['--logLevel', 'warn'];
    const { status } = spawnSync(process.execPath, [...args, ...options], {
      cwd: web,
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) throw new Error(`vite build ended with code ${status}`);
    await utimes(join(fresh, 'index.html'), startedAt, startedAt);
    await rename(dist, join(aside, 'former')).catch(ignore('ENOENT'));
    // Somebody else, who has built the same meanwhile, may have been faster.
    await rename(fresh, dist).catch(ignore('ENOTEMPTY'));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}
