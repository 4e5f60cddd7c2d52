/** What may be removed, for any set of backups and any policy. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Kept, type RetentionPolicy, toRemove } from './retention.ts';

const now = new Date('2026-11-26T12:00:00Z');
const hourMs = 3_600_000;

const none = { last: 0, days: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, timeZone: 'UTC' };

const backups = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 800 }), { maxLength: 60 })
  .chain((ages) =>
    fc.tuple(
      ...ages.map((hours) =>
        fc.record({ isComplete: fc.boolean(), isVerified: fc.boolean() }).map(
          ({ isComplete, isVerified }): Kept => ({
            id: String(1_000_000 - hours),
            startedAt: new Date(now.getTime() - hours * hourMs),
            isComplete,
            isVerified: isComplete && isVerified,
          }),
        ),
      ),
    ),
  );

const count = fc.integer({ min: 0, max: 12 });
const policies: fc.Arbitrary<RetentionPolicy> = fc.record({
  last: count,
  days: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  timeZone: fc.constantFrom('UTC', 'America/Sao_Paulo'),
});

const newest = (all: readonly Kept[]) =>
  [...all].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());

/** For any backups and policy: what stays, and what goes. */
function forAll(check: (stay: Kept[], all: readonly Kept[], policy: RetentionPolicy) => void) {
  fc.assert(
    fc.property(backups, policies, (all, policy) => {
      const removed = new Set(toRemove(all, policy, now));
      check(
        newest(all).filter(({ id }) => !removed.has(id)),
        all,
        policy,
      );
    }),
  );
}

describe('retention', () => {
  it('never removes the newest finished backup, nor the newest proven one', () => {
    forAll((stay, all) => {
      for (const is of ['isComplete', 'isVerified'] as const) {
        const [last] = newest(all).filter((backup) => backup[is]);
        if (last !== undefined) assert.ok(stay.includes(last));
      }
    });
  });

  it('keeps as many of the newest as it says, and all that are young enough', () => {
    forAll((stay, all, { last, days }) => {
      const complete = newest(all).filter(({ isComplete }) => isComplete);
      for (const backup of complete.slice(0, last)) assert.ok(stay.includes(backup));
      for (const backup of complete)
        if (now.getTime() - backup.startedAt.getTime() < days * 24 * hourMs)
          assert.ok(stay.includes(backup));
    });
  });

  it('removes unfinished ones after a day, and not before', () => {
    forAll((stay, all) => {
      for (const backup of all.filter(({ isComplete }) => !isComplete)) {
        const isOld = now.getTime() - backup.startedAt.getTime() > 24 * hourMs;
        assert.equal(stay.includes(backup), !isOld);
      }
    });
  });

  it('run again at once removes nothing more', () => {
    forAll((stay, _all, policy) => assert.deepEqual(toRemove(stay, policy, now), []));
  });

  it('removes nothing that is finished where no policy is set', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const complete = all.filter(({ isComplete }) => isComplete);
        assert.deepEqual(toRemove(complete, none, now), []);
      }),
    );
  });

  it('keeps the newest of each day, week, month and year that it says', () => {
    const at = (text: string): Kept => ({
      id: text,
      startedAt: new Date(text),
      isComplete: true,
      isVerified: false,
    });
    const all = [
      '2024-12-31T03:00Z',
      '2025-12-31T03:00Z',
      '2026-09-30T03:00Z',
      '2026-10-31T03:00Z',
      '2026-11-15T03:00Z',
      '2026-11-22T03:00Z',
      '2026-11-24T03:00Z',
      '2026-11-24T15:00Z',
      '2026-11-25T03:00Z',
      '2026-11-26T03:00Z',
    ].map(at);
    const removed = (policy: Partial<RetentionPolicy>) =>
      toRemove(all, { ...none, ...policy }, now);
    const kept = (policy: Partial<RetentionPolicy>) => {
      const gone = removed(policy);
      return all.map(({ id }) => id).filter((id) => !gone.includes(id));
    };
    assert.deepEqual(kept({ daily: 3 }), [
      '2026-11-24T15:00Z',
      '2026-11-25T03:00Z',
      '2026-11-26T03:00Z',
    ]);
    assert.deepEqual(kept({ weekly: 3 }), [
      '2026-11-15T03:00Z',
      '2026-11-22T03:00Z',
      '2026-11-26T03:00Z',
    ]);
    assert.deepEqual(kept({ monthly: 3 }), [
      '2026-09-30T03:00Z',
      '2026-10-31T03:00Z',
      '2026-11-26T03:00Z',
    ]);
    assert.deepEqual(kept({ yearly: 2 }), ['2025-12-31T03:00Z', '2026-11-26T03:00Z']);
  });

  it('begins days where the shop is', () => {
    const ids = ['2026-11-25T02:00Z', '2026-11-25T04:00Z'];
    const all = ids.map((id) => ({
      id,
      startedAt: new Date(id),
      isComplete: true,
      isVerified: false,
    }));
    const policy = { ...none, daily: 5 };
    assert.deepEqual(toRemove(all, policy, now), [ids[0]]);
    assert.deepEqual(toRemove(all, { ...policy, timeZone: 'America/Sao_Paulo' }, now), []);
  });
});
