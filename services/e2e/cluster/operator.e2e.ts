/** The API server itself refuses custom resources that make no sense, and says what to change. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { type BadManifest, goodSpecs } from './bad-manifest.ts';
import { badChanges, badManifests } from './bad-manifests.ts';
import { namespace } from './installation.ts';
import { kubectl } from './kubectl.ts';

const run = promisify(execFile);
const definitions = fileURLToPath(
  new URL('../../../charts/balcao-operator/templates/crds', import.meta.url),
);
const kinds = [
  'PriceFeed',
  'AlertRule',
  'NotificationChannel',
  'Backup',
  'BackupSchedule',
] as const satisfies (keyof typeof goodSpecs)[];
const good = 'good';

function manifest({
  kind,
  spec,
  name = good,
}: Pick<BadManifest, 'kind' | 'spec' | 'name'>): string {
  const metadata = { name, namespace };
  const whole = { ...goodSpecs[kind], ...spec };
  return JSON.stringify({ apiVersion: 'balcao.dev/v1alpha1', kind, metadata, spec: whole });
}

/** Answers what kubectl says of it when it is refused, or nothing. */
async function refusal(text: string, options: string[] = []): Promise<string> {
  const applied = run('kubectl', ['apply', ...options, '-f', '-']);
  applied.child.stdin?.end(text);
  return applied.then(
    () => '',
    (error) => String(error.stderr),
  );
}

describe('custom resources', function () {
  this.timeout(180_000);

  /** Whether somebody had them before: then they stay. */
  let areKept = false;

  before(async () => {
    areKept = (await kubectl('get', 'crd', 'pricefeeds.balcao.dev', '--ignore-not-found')) !== '';
    await kubectl('apply', '--server-side', '--force-conflicts', '-f', definitions);
    await kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', definitions);
  });
  after(async () => {
    await kubectl('delete', kinds.join(','), good, '--ignore-not-found');
    if (!areKept) await kubectl('delete', '-f', definitions);
  });

  it('are accepted by the API server where they are right', async () => {
    for (const kind of kinds) {
      assert.equal(await refusal(manifest({ kind, spec: {} })), '');
    }
  });

  for (const bad of badManifests) {
    it(`in a ${bad.kind} refuse ${bad.what}`, async () => {
      const said = await refusal(manifest(bad), ['--dry-run=server']);
      assert.ok(said.includes(bad.message), said === '' ? 'it was accepted' : said);
    });
  }

  for (const bad of badChanges) {
    it(`of a ${bad.kind} refuse a change to ${bad.what}`, async () => {
      const said = await refusal(manifest(bad), ['--dry-run=server']);
      assert.ok(said.includes(bad.message), said === '' ? 'it was accepted' : said);
    });
  }
});
