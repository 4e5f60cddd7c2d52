/** Runs Helm for the tests of the chart: no cluster is needed, and the same values are rendered once. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../../scripts/servers/server.ts';
import { type Manifest, parseManifests } from './manifest.ts';

export const chart = fileURLToPath(new URL('..', import.meta.url));
export const release = 'shop';

/** The values files beside the chart's own. */
export const examples = ['kind', 'development', 'debug', 'production', 'external'] as const;
export type Example = (typeof examples)[number];

export interface Rendering {
  /** One of the example files under the values. */
  example?: Example;
  /** Values over those. */
  values?: object;
  /** Another Helm than the usual one. */
  program?: string;
}

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

// Without a cluster, Helm has to be told of one; else each has a default of its own.
const kubernetes = ['--kube-version', '1.35.0'];
const helm = process.env.HELM ?? findProgram(['helm']);
const renderings = new Map<string, Promise<Manifest[]>>();

/** For a suite's `before` hook: without Helm it is skipped, or fails where all programs are demanded. */
export function requireHelm(suite: Mocha.Context): void {
  if (helm !== undefined) return;
  if (process.env.BALCAO_TEST_REQUIRE_SERVERS === '1') {
    throw new Error('Helm is not installed: put helm on the PATH, or its path into HELM');
  }
  suite.skip();
}

/** Everything that an installation with these values would make, sorted. */
export function render(rendering: Rendering = {}): Promise<Manifest[]> {
  const key = JSON.stringify(rendering);
  const known = renderings.get(key);
  if (known !== undefined) return known;
  const made = template(rendering).then(({ status, stdout, stderr }) => {
    if (status !== 0) throw new Error(stderr);
    return parseManifests(stdout);
  });
  renderings.set(key, made);
  return made;
}

/** What Helm says of values that the chart does not take. */
export async function refusal(values: object): Promise<string> {
  const { status, stderr } = await template({ values });
  if (status === 0) throw new Error(`not refused: ${JSON.stringify(values)}`);
  return stderr;
}

export function lint(example: Example | undefined): Promise<Outcome> {
  return run(helm ?? 'helm', ['lint', '--strict', chart, ...kubernetes, ...valuesOf(example)], '');
}

function template({ example, values = {}, program = helm ?? 'helm' }: Rendering): Promise<Outcome> {
  const args = [
    'template',
    release,
    chart,
    '--namespace',
    release,
    ...kubernetes,
    ...valuesOf(example),
  ];
  return run(program, [...args, '--values', '-'], JSON.stringify(values));
}

function valuesOf(example: Example | undefined): string[] {
  return example === undefined ? [] : ['--values', `${chart}values-${example}.yaml`];
}

async function run(program: string, args: string[], input: string): Promise<Outcome> {
  const child = spawn(program, args);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return { status, stdout, stderr };
}
