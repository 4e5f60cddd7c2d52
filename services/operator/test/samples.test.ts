/** Protects: what the documents say to apply as it is can be applied, and never overwrites a shop. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { loadAllYaml } from '@kubernetes/client-node';
import { z } from 'zod';
import { allResources } from '../src/resources/all-resources.ts';

const folder = new URL('../../../k8s/samples/', import.meta.url);
const document = z.looseObject({ kind: z.string(), spec: z.unknown().optional() });

/** As `kubectl apply -f` reads a folder: without those in it. */
async function readSamples(at: URL) {
  const names = (await readdir(at)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, at), 'utf8')));
  return texts.flatMap((text) => loadAllYaml(text).map((one) => document.parse(one)));
}

describe('the samples', () => {
  it('have no Restore among those that are applied together: it stands alone, and is not forced', async () => {
    const together = (await readSamples(folder)).map(({ kind }) => kind);
    assert.equal(together.includes('Restore'), false);
    const alone = await readSamples(new URL('restore/', folder));
    assert.deepEqual(
      alone.map(({ kind }) => kind),
      ['Restore'],
    );
    assert.doesNotMatch(JSON.stringify(alone), /"force":true/);
  });

  it('are of every kind, and right by its definition', async () => {
    const all = [
      ...(await readSamples(folder)),
      ...(await readSamples(new URL('restore/', folder))),
    ];
    for (const { kind, spec } of allResources) {
      const samples = all.filter((one) => one.kind === kind);
      assert.ok(samples.length > 0, kind);
      for (const sample of samples) spec.parse(sample.spec);
    }
  });
});
