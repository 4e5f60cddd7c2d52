/** Protects: a schedule is due at its minutes in its zone, and a change of the clocks neither loses nor doubles a Backup. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TerminalError } from '../kube/terminal-error.ts';
import { cron, timeZone } from '../resources/cron-text.ts';
import { scheduleTimes } from './schedule-times.ts';

/** All due minutes from one instant on, before another. */
function dueBetween(schedule: string, zone: string, [from, to]: [string, string]): string[] {
  const times = scheduleTimes(schedule, zone);
  const found: string[] = [];
  for (let at = times.nextDue(new Date(from)); at !== undefined && at < new Date(to); ) {
    found.push(at.toISOString().slice(0, 16));
    at = times.nextDue(at);
  }
  return found;
}

describe('the times of a schedule', () => {
  it('are in its zone', () => {
    const { lastDue, nextDue } = scheduleTimes('30 3 * * *', 'America/Sao_Paulo');
    const now = new Date('2026-11-26T12:00:00Z');
    assert.equal(lastDue(now)?.toISOString(), '2026-11-26T06:30:00.000Z');
    assert.equal(nextDue(now)?.toISOString(), '2026-11-27T06:30:00.000Z');
  });

  it('are due from the first moment of their minute', () => {
    const { lastDue } = scheduleTimes('0 * * * *', 'UTC');
    assert.equal(lastDue(new Date('2026-11-26T12:00:00.000Z'))?.getUTCHours(), 12);
    assert.equal(lastDue(new Date('2026-11-26T11:59:59.999Z'))?.getUTCHours(), 11);
  });

  it('that a change of the clocks leaves out are due right after the gap', () => {
    // New York goes from 02:00 to 03:00 (EDT) on 8 March 2026.
    const days: [string, string] = ['2026-03-07T12:00:00Z', '2026-03-10T00:00:00Z'];
    assert.deepEqual(dueBetween('30 2 * * *', 'America/New_York', days), [
      '2026-03-08T07:00',
      '2026-03-09T06:30',
    ]);
  });

  it('that come twice are due once', () => {
    // And from 02:00 back to 01:00 on 1 November 2026.
    const days: [string, string] = ['2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z'];
    const due = dueBetween('30 1 * * *', 'America/New_York', days);
    assert.deepEqual(due, ['2026-11-01T05:30', '2026-11-02T06:30']);
  });

  it('of every half hour go on through both of the doubled hours', () => {
    const night: [string, string] = ['2026-11-01T04:59:00Z', '2026-11-01T07:01:00Z'];
    const due = dueBetween('*/30 * * * *', 'America/New_York', night);
    assert.deepEqual(due.length, 5);
  });

  it('looked at backwards are those that were looked forward to', () => {
    const zone = 'America/New_York';
    const { lastDue } = scheduleTimes('30 2 * * *', zone);
    for (const due of dueBetween('30 2 * * *', zone, [
      '2026-03-01T00:00:00Z',
      '2026-12-01T00:00:00Z',
    ]))
      assert.equal(
        lastDue(new Date(`${due}:59Z`))
          ?.toISOString()
          .slice(0, 16),
        due,
      );
  });

  it('of what is no schedule or no zone wait for a change of the object', () => {
    assert.throws(() => scheduleTimes('61 * * * *', 'UTC'), TerminalError);
    assert.throws(() => scheduleTimes('0 * * * *', 'America/Nowhere'), TerminalError);
  });

  it('that never come have no next one', () => {
    assert.equal(scheduleTimes('0 0 30 2 *', 'UTC').nextDue(new Date()), undefined);
  });

  it('are written in five fields, in a zone that has a name', () => {
    for (const text of ['30 3 * * *', '*/15 9-18 * * MON-SAT', '0 0 1,15 JAN-DEC *', '0 22 * * 7'])
      assert.ok(cron.safeParse(text).success, text);
    for (const text of [
      '* * * *',
      '60 * * * *',
      '0 24 * * *',
      '0 0 32 * *',
      '0 0 * 13 *',
      '@daily',
    ])
      assert.ok(!cron.safeParse(text).success, text);
    assert.ok(timeZone.safeParse('America/Argentina/Buenos_Aires').success);
    for (const text of ['UTC-3', '-03:00', 'sao_paulo'])
      assert.ok(!timeZone.safeParse(text).success, text);
  });
});
