/** The chart with the values that the shop was installed with. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, namespace, release } from './kubectl.ts';

export const chartDir = fileURLToPath(new URL('../../../charts/balcao', import.meta.url));

/** Arguments of `helm upgrade` and `helm template` that give the installed shop again. */
export async function chartArguments(...more: string[]): Promise<string[]> {
  const values = await command('helm', ['get', 'values', release, '-n', namespace, '-o', 'yaml']);
  const file = join(await mkdtemp(join(tmpdir(), 'balcao-values-')), 'values.yaml');
  await writeFile(file, values);
  return [chartDir, '-n', namespace, '-f', file, ...more];
}
