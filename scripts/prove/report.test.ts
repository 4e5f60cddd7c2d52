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
    const one = withSection(
      '',
      section('Abuse', '\n\n> balcao@0.1.0 test\n\u001b[32mall well\u001b[0m  \n\n\n\nend\n'),
    );
    assert.match(one, /^# Proof\n/);
    assert.match(one, /```text\nall well\n\nend\n```\n$/);
    const two = withSection(one, section('Faults', 'killed'));
    const three = withSection(two, { ...section('Abuse', '## no heading of ours'), exitCode: 1 });
    assert.deepEqual(three.match(/^## .*/gm)?.slice(0, 1), ['## Abuse']);
    assert.match(three, /failed with exit code 1/);
    assert.doesNotMatch(three, /all well/);
    assert.match(three, /killed/);
  });
});
