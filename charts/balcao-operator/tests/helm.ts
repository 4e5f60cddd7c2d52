/** Runs Helm on the operator's chart: no cluster is needed. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram } from '../../../scripts/servers/server.ts';
import { type Manifest, parseManifests } from '../../balcao/tests/manifest.ts';

const chart = fileURLToPath(new URL('..', import.meta.url));
const helm = process.env.HELM ?? findProgram(['helm']) ?? 'helm';
const run = promisify(execFile);
const maxBuffer = 16 * 1024 * 1024;

/** Everything that an installation with these values would make, sorted. Rejects with Helm's words. */
export async function render(values: object = {}): Promise<Manifest[]> {
  const args = ['template', 'balcao-operator', chart, '--namespace', 'balcao-operator'];
  const running = run(helm, [...args, '--kube-version', '1.35.0', '--values', '-'], { maxBuffer });
  running.child.stdin?.end(JSON.stringify(values));
  return parseManifests((await running).stdout);
}

/** Rejects with what is wrong. */
export async function lint(): Promise<void> {
  await run(helm, ['lint', '--strict', chart, '--kube-version', '1.35.0']);
}

/** What is committed; with UPDATE_SNAPSHOTS=1 the given text is, from now on. */
export function committed(name: string, actual: string): string {
  const path = `${chart}tests/snapshots/${name}.yaml`;
  if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(path, actual);
  return readFileSync(path, 'utf8');
}
