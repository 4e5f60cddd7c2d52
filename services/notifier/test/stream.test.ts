/** The inbox can be followed: what comes is told at once, and what came in between after a break. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { readEvents } from '@balcao/kit/testing/event-reader.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createInboxWatch } from '../src/inbox-watch.ts';
import { type Notifier, startNotifier, stockLow, tillClosed } from './harness.ts';

describe('the stream of the inbox', () => {
  let notifier: Notifier;
  beforeEach(async () => {
    notifier = await startNotifier();
  });
  afterEach(() => notifier.stop());

  const follow = (role: 'admin' | 'stockist', lastEventId?: string) =>
    readEvents(
      `${notifier.url}/api/v1/notifications/stream`,
      notifier.tokens.tokenFor(role),
      lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    );

  it('tells what comes, to those who may know it, and nothing from before', async () => {
    await notifier.publish(stockLow());
    const [admin, stockist] = await Promise.all([follow('admin'), follow('stockist')]);
    const [till, low] = [tillClosed(0), stockLow()];
    // The greeting is sent when the place is known: what comes from now on is told.
    await Promise.all([admin.next(), stockist.next()]);
    await notifier.publish(till, low);
    assert.equal((await admin.nextData()).subject, till.subject);
    assert.equal((await admin.nextData()).subject, low.subject);
    assert.equal((await stockist.nextData()).subject, low.subject);
    admin.leave();
    stockist.leave();
  });

  it('goes on after the last event that was seen, without a gap', async () => {
    const seen = stockLow();
    const missed = Array.from({ length: 120 }, () => stockLow());
    await notifier.publish(seen, ...missed);
    const { body } = await notifier.as('admin').get('/notifications?limit=200');
    const last = body.items.find(({ subject }: { subject: string }) => subject === seen.subject);
    const reader = await follow('admin', last.id);
    for (const { subject } of missed) assert.equal((await reader.nextData()).subject, subject);
    reader.leave();
  });

  it('does not read again what the follower may not see', async () => {
    const places: unknown[] = [];
    const { db } = notifier;
    const counting = {
      ...db,
      query: <Row extends object>(sql: string, parameters: unknown[] = []) => {
        places.push(parameters[0]);
        return db.query<Row>(sql, parameters);
      },
    };
    await notifier.publish(stockLow(), tillClosed(0), tillClosed(0));
    const end = new AbortController();
    const from = { after: 0, events: ['stock.low' as const] };
    const followed = createInboxWatch(counting).follow(from, end.signal);
    assert.equal((await followed.next()).value?.event, 'stock.low');
    const next = followed.next();
    const [newest] = await db.query<{ seq: number }>('SELECT max(seq) AS seq FROM notification');
    await eventually(() => assert.equal(places.at(-1), newest?.seq));
    end.abort();
    assert.equal((await next).done, true);
  });

  it('names each event by its id, for those who come back', async () => {
    const reader = await follow('admin', newId());
    await reader.next();
    await notifier.publish(stockLow());
    const block = await reader.next();
    const [{ id }] = (await notifier.as('admin').get('/notifications')).body.items;
    assert.match(block ?? '', new RegExp(`^id: ${id}\nevent: notification\ndata: `));
    reader.leave();
  });
});
