/** Protects: docs/operator.md has every field of every resource and no other, and the chart's README every kind. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { allResources } from '../src/resources/all-resources.ts';
import { conditionsStatus, sharedSpec, sharedStatus } from '../src/resources/resource.ts';

const root = new URL('../../../', import.meta.url);
const shared = [...Object.keys({ ...sharedSpec }), ...Object.keys(sharedStatus)];
/** Every Kubernetes resource has them. */
const common = Object.keys(conditionsStatus);

/** Of the fields that the first column of a section's tables names: `spec.storage.s3` is of storage. */
function fieldsIn(section: string): Set<string> {
  const cells = section.split('\n').flatMap((line) => /^\| ([^|]*) \|/.exec(line)?.[1] ?? []);
  return new Set(
    cells
      .filter((cell) => /^`(spec|status)\./.test(cell))
      .flatMap((cell) => [...cell.matchAll(/`(?:(?:spec|status)\.)?([a-zA-Z0-9]+)[^`]*`/g)])
      .map(([, name = '']) => name),
  );
}

describe('the documents of the operator', () => {
  for (const { kind, spec, status } of allResources)
    it(`have each field of a ${kind}, and none that it has not`, async () => {
      const text = await readFile(new URL('docs/operator.md', root), 'utf8');
      const section = text.split(/^## /m).find((one) => one.startsWith(`${kind} `)) ?? '';
      const isShared = (name: string) => shared.includes(name) && 'adoptId' in spec.shape;
      const own = Object.keys({ ...spec.shape, ...status.shape }).filter(
        (name) => !isShared(name) && !common.includes(name),
      );
      assert.deepEqual([...fieldsIn(section)].sort(), own.sort());
    });

  it('have the fields that feeds, rules and channels share', async () => {
    const text = await readFile(new URL('docs/operator.md', root), 'utf8');
    const section = text.split(/^## /m).find((one) => one.startsWith('What holds')) ?? '';
    const expected = shared.filter((name) => !common.includes(name));
    assert.deepEqual([...fieldsIn(section)].sort(), expected.sort());
  });

  it('of its chart name each kind, and each definition that is removed at the end', async () => {
    const text = await readFile(new URL('charts/balcao-operator/README.md', root), 'utf8');
    for (const { kind, plural } of allResources) {
      assert.ok(text.includes(`\`${kind}\``), kind);
      assert.ok(text.includes(`${plural}.balcao.dev`), plural);
    }
  });
});
