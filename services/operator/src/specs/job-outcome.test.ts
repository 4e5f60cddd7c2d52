/** Protects: what a Job's pods said last is what is told, and one that could say nothing is told apart by how it ended. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFinished, jobOutcome } from './job-outcome.ts';

const at = '2026-11-26T03:00:00Z';
const job = (type?: string, reason = '', message = '') => ({
  metadata: { name: 'job' },
  status:
    type === undefined
      ? {}
      : { conditions: [{ type, status: 'True', reason, message, lastTransitionTime: at }] },
});
const ended = (message: string, more: object = {}) => {
  const terminated = { exitCode: 0, message, finishedAt: at, ...more };
  const containerStatuses = [{ name: 'dump', state: { terminated } }];
  return { metadata: { name: 'pod' }, status: { phase: 'Succeeded', containerStatuses } };
};
const waiting = (reason: string) => ({
  metadata: { name: 'pod' },
  status: {
    phase: 'Pending',
    containerStatuses: [{ name: 'dump', state: { waiting: { reason, message: 'no such' } } }],
  },
});

describe('the outcome of a Job', () => {
  it('is the line that the program left', () => {
    const result = { verb: 'dump', ok: true, rows: 7 };
    const pods = [ended(JSON.stringify(result))];
    assert.deepEqual(jobOutcome(job('Complete'), pods), { state: 'done', at, result });
  });

  it('of several attempts is that of the last', () => {
    const first = ended('{"ok":false,"code":"shop_busy","message":"first"}', { exitCode: 40 });
    const later = { exitCode: 41, finishedAt: '2026-11-26T03:01:00Z' };
    const last = ended('{"ok":false,"code":"schema_unknown","message":"a view"}', later);
    const expected = { state: 'failed', at, code: 'schema_unknown', message: 'a view' };
    assert.deepEqual(jobOutcome(job('Failed'), [last, first]), expected);
  });

  it('is told by how it ended where nothing was said', () => {
    const code = (of: object) => ('code' in of ? of.code : undefined);
    const killed = ended('', { exitCode: 137, reason: 'OOMKilled' });
    assert.equal(code(jobOutcome(job('Failed'), [killed])), 'out_of_memory');
    assert.equal(code(jobOutcome(job('Failed', 'DeadlineExceeded'), [])), 'deadline_exceeded');
    assert.equal(code(jobOutcome(job('Failed'), [ended('{"ok":tr', { exitCode: 1 })])), 'killed');
    assert.equal(code(jobOutcome(job('Failed'), [])), 'killed');
  });

  it('of one that ended well without a word is no success: nobody knows what was made', () => {
    const outcome = jobOutcome(job('Complete'), []);
    assert.equal(outcome.state === 'failed' && outcome.code, 'result_lost');
  });

  it('is open while it runs, with what holds it up', () => {
    assert.equal(isFinished(job()), false);
    assert.deepEqual(jobOutcome(job(), []), { state: 'running', trouble: undefined });
    assert.deepEqual(jobOutcome(job(), [waiting('ContainerCreating')]).state, 'running');
    const outcome = jobOutcome(job(), [waiting('CreateContainerConfigError')]);
    assert.equal(
      outcome.state === 'running' && outcome.trouble,
      'CreateContainerConfigError: no such',
    );
  });
});
