/** Protects: a stolen database holds no usable secret, and no box can be moved to another row. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSecretBox } from './secret-box.ts';

const box = createSecretBox('a key of the tests, long enough');

describe('a secret box', () => {
  it('gives back what was put in, and never looks the same twice', () => {
    const [one, two] = [box.seal('segredo', 'a'), box.seal('segredo', 'a')];
    assert.equal(box.open(one, 'a'), 'segredo');
    assert.notDeepEqual(one, two);
    assert.equal(one.includes('segredo'), false);
  });

  it('does not open in another row, with another key, or altered in one bit', () => {
    const sealed = box.seal('segredo', 'a');
    assert.throws(() => box.open(sealed, 'b'));
    assert.throws(() => createSecretBox('another key of the tests').open(sealed, 'a'));
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      assert.throws(() => box.open(altered, 'a'), `byte ${at}`);
    }
  });
});
