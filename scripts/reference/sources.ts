/** Where the source of a service speaks of something: what nobody has to write down a second time. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../', import.meta.url);

/** All of a service's source but its tests, file by file. */
export async function sourcesOf(service: string): Promise<{ name: string; text: string }[]> {
  const cwd = fileURLToPath(new URL(`services/${service}/`, root));
  const own = globSync('{src/**/,}*.ts', { cwd })
    .filter((name) => !name.endsWith('.test.ts'))
    .sort();
  return Promise.all(
    own.map(async (name) => ({ name, text: await readFile(`${cwd}${name}`, 'utf8') })),
  );
}
