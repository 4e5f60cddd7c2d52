/** Protects: a report has each part once, as it was printed, and a part that is run anew leaves the others. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Section, withSection } from './report.ts';

const section = (title: string, output: string): Section => ({
  ...{ title, output, about: 'What it shows.', command: 'npm run prove', day: '2026-11-27' },
  ...{ commit: 'abc1234', machine: 'Two processors.', minutes: 3, exitCode: 0 },
});

describe('the report of a proof', () => {
  it('has a section for each part, which the next run of it replaces', () => {
    const order = ['Abuse', 'Faults', 'Figures'];
    const printed = '\n\n> balcao@0.1.0 test\n\u001b[32mall well\u001b[0m  \n\n\n\nend\n';
    const one = withSection('', section('Faults', 'killed'), order);
    assert.match(one, /^# Proof\n/);
    assert.match(one, /Not run yet: Abuse, Figures\./);
    const two = withSection(one, section('Abuse', printed), order);
    assert.match(two, /```text\nall well\n\nend\n```\n/);
    const three = withSection(
      two,
      { ...section('Abuse', '## no heading of ours'), exitCode: 1 },
      order,
    );
    const four = withSection(three, section('Figures', 'fast'), order);
    assert.deepEqual(four.match(/^## .*/gm), ['## Abuse', '## Faults', '## Figures']);
    assert.match(four, /failed with exit code 1/);
    assert.match(four, /no heading of ours/);
    assert.doesNotMatch(four, /all well|Not run yet/);
    assert.match(four, /killed/);
  });
});
