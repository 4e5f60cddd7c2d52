/** Protects: a person recognises a session's device, and the header's text itself is never kept. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { coarseUserAgent } from './user-agent.ts';

const examples: [string, string | null][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 'Firefox on Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  ['Dalvik/2.1.0 (Linux; U; Android 14)', 'Android'],
  ['curl/8.5.0', 'curl'],
  ['node', 'node'],
  ['', null],
  ['<script>alert(1)</script>', null],
];

describe('user agent', () => {
  for (const [header, name] of examples) {
    it(`is told as ${name} for ${JSON.stringify(header.slice(0, 40))}`, () => {
      assert.equal(coarseUserAgent(header), name);
    });
  }

  it('is short and harmless whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (header) => {
        const name = coarseUserAgent(header);
        assert.match(name ?? 'nothing', /^[\w.-][\w. -]{0,59}$/);
      }),
    );
  });
});
