/** Guards that a picture says what it was drawn from, to a reader that is not ours. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import decodeQR from 'qr/decode.js';
import { qrSvg } from './qr-svg.ts';

const pixels = 4;

/** Draws the bars of the picture, as a browser would, and reads the code in it. */
function read(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const width = size * pixels;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let dy = 0; dy < pixels; dy += 1) {
      const start = (Number(y) * pixels + dy) * width + Number(x) * pixels;
      for (let at = start; at < start + Number(run) * pixels; at += 1)
        data.fill(0, at * 4, at * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}

describe('the picture of a code', () => {
  it('is read back as what it was drawn from', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'AZaz09.*-/ '),
      minLength: 1,
      maxLength: 220,
    });
    fc.assert(
      fc.property(text, (code) => assert.equal(read(qrSvg(code)), code)),
      { numRuns: 30 },
    );
  });

  it('keeps four light modules on each side and brings its own white', () => {
    const svg = qrSvg('x');
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const bars = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, run]) => ({
      left: Number(x),
      right: Number(x) + Number(run),
      y: Number(y),
    }));
    assert.equal(Math.min(...bars.map(({ left }) => left)), 4);
    assert.equal(Math.max(...bars.map(({ right }) => right)), size - 4);
    assert.equal(Math.min(...bars.map(({ y }) => y)), 4);
    assert.ok(svg.includes(`fill="#fff" d="M0 0h${size}`));
  });
});
