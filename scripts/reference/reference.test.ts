/** Protects: docs/reference.md is what the source says. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { reference, referenceFile } from './reference.ts';

describe('docs/reference.md', () => {
  it('is as the source is: `npm run docs` writes it anew', async () => {
    const lines = (text: string) => text.split('\n');
    assert.deepEqual(lines(await readFile(referenceFile, 'utf8')), lines(await reference()));
  });
});
