/** Snapshots of what the chart makes: readable text, without what differs from one rendering to the next. */
import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { chart } from './helm.ts';
import { identity, type Manifest } from './manifest.ts';

/** The text of all objects. */
export function snapshotOf(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => `---\n${text(manifest)}`).join('');
}

/** The text of the objects that are new or other than before, and the names of those that are gone. */
export function differenceOf(manifests: readonly Manifest[], before: readonly Manifest[]): string {
  const old = new Map(before.map((manifest) => [identity(manifest), text(manifest)]));
  const changed = manifests.filter((manifest) => old.get(identity(manifest)) !== text(manifest));
  const names = new Set(manifests.map(identity));
  const gone = [...old.keys()].filter((name) => !names.has(name)).map((name) => `# no ${name}\n`);
  return `${gone.join('')}${snapshotOf(changed)}`;
}

/** What is committed; with UPDATE_SNAPSHOTS=1 the given text is, from now on. */
export function committed(name: string, actual: string): string {
  const path = `${chart}tests/snapshots/${name}.yaml`;
  if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(path, actual);
  return readFileSync(path, 'utf8');
}

function text(manifest: Manifest): string {
  return stringify({ ...manifest, ...masked(manifest) }, { sortMapEntries: true, lineWidth: 0 });
}

/** Generated passwords, and dashboards, which tests of their own read. */
function masked({ kind, data }: Manifest): Pick<Manifest, 'data'> {
  if (data === undefined) return {};
  const isMasked = (key: string) =>
    kind === 'Secret' ? key !== 'username' : key.endsWith('.json');
  return {
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, isMasked(key) ? '(masked)' : value]),
    ),
  };
}
