/** Protects: an image that is too large, or runs as root, is not built without a word. */
import assert from 'node:assert/strict';
import { type Inspection, imageFaults } from './image-faults.ts';

const good: Inspection = {
  Size: 234_000_000,
  Config: {
    User: '1000:1000',
    StopSignal: 'SIGTERM',
    Entrypoint: ['node', 'src/main.ts'],
    Labels: Object.fromEntries(
      ['title', 'version', 'revision', 'source', 'licenses'].map((label) => [
        `org.opencontainers.image.${label}`,
        'x',
      ]),
    ),
  },
};
const withConfig = (changes: Partial<Inspection['Config']>): Inspection => ({
  ...good,
  Config: { ...good.Config, ...changes },
});

describe('faults of images', () => {
  it('are none in a good one', () => assert.deepEqual(imageFaults(good), []));

  it('let the operator be larger, and no other', () => {
    const Labels = { ...good.Config.Labels, 'org.opencontainers.image.title': 'balcao operator' };
    const operator = (Size: number) => imageFaults({ ...withConfig({ Labels }), Size });
    assert.deepEqual(operator(274_000_000), []);
    assert.match(String(operator(276_000_000)), /276 MB/);
  });

  it('name each promise that is broken', () => {
    assert.match(String(imageFaults({ ...good, Size: 251_000_000 })), /251 MB/);
    for (const User of ['', 'root', '0:0']) {
      assert.match(String(imageFaults(withConfig({ User }))), /runs as/);
    }
    assert.match(String(imageFaults(withConfig({ StopSignal: undefined }))), /SIGTERM/);
    assert.match(String(imageFaults(withConfig({ Entrypoint: ['sh', '-c'] }))), /by node itself/);
    assert.match(String(imageFaults(withConfig({ Labels: {} }))), /title, version/);
  });
});
