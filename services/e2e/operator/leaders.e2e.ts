/** Of two operators one writes: also when the leader was stopped for longer than its lease, and goes on. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { writesWithoutLease } from '../../../scripts/harness/audit-log.ts';
import { declaredKinds } from '../../../scripts/harness/declared-objects.ts';
import {
  declare,
  isAsDeclared,
  makeHookSecret,
} from '../../../scripts/harness/operator-figures.ts';
import type { OperatorProcess } from '../../../scripts/harness/operator-process.ts';
import { operated } from './setup.ts';

const rounds = 3;
const perRound = 10;
const first = 7_000;

describe('two operators', function () {
  this.timeout(300_000);

  it(`never both write, though the leader is stopped ${rounds} times in its work and goes on after its lease`, async () => {
    const sinceMs = Date.now();
    await makeHookSecret();
    const both = [await operated().startOperator('left')];
    await both[0]?.leads();
    both.push(await operated().startOperator('right'));
    try {
      for (let round = 0; round < rounds; round += 1) {
        const [leader, other] = both;
        if (leader !== undefined && other !== undefined) await handOver(leader, other, round);
        both.reverse();
      }
    } finally {
      await Promise.all(both.map((one) => one.stop()));
    }
    assert.deepEqual(writesWithoutLease(await operated().calls(sinceMs)), []);
  });

  async function handOver(leader: OperatorProcess, other: OperatorProcess, round: number) {
    await declareSome(2 * round);
    leader.kill('SIGSTOP');
    const stoppedMs = Date.now();
    await other.leads(60_000);
    const tookOverMs = Date.now();
    await declareSome(2 * round + 1);
    leader.kill('SIGCONT');
    await hasEnded(leader);
    await isAsDeclared(operated());
    assertNoOldTokens(stoppedMs, tookOverMs);
  }

  async function declareSome(version: number): Promise<void> {
    for (let n = first; n < first + perRound; n += 1)
      for (const kind of declaredKinds) await declare(operated(), { kind, n, version });
  }

  const hasEnded = (operator: OperatorProcess) =>
    eventually(() => assert.ok(!operator.isLeading(), 'it knows that it leads no longer'), 30_000);

  /** Each term has tokens of its own: those that were used before the leader was stopped are not used after its term. */
  function assertNoOldTokens(stoppedMs: number, tookOverMs: number): void {
    const { writes } = operated().proxy;
    const old = new Set(writes.filter(({ atMs }) => atMs < stoppedMs).map(({ token }) => token));
    const late = writes.filter(({ atMs, token }) => atMs > tookOverMs && old.has(token));
    assert.deepEqual(late, []);
  }
});
