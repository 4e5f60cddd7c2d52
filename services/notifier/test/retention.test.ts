/** What is old and over is forgotten; what may still be sent never is. */
import assert from 'node:assert/strict';
import { retentionJob } from '../src/retention.ts';
import { type Notifier, startNotifier, stockLow } from './harness.ts';

const days = 180;

describe('forgetting', () => {
  let notifier: Notifier;
  before(async () => {
    notifier = await startNotifier();
  });
  after(() => notifier?.stop());

  it('takes old messages that are over and what only they told of, and leaves what waits or was given up lately', async () => {
    const { db } = notifier;
    const admin = notifier.as('admin');
    const settings = { type: 'webhook', url: 'http://127.0.0.1:9/', secret: 'a-secret-that-signs' };
    const { body } = await admin.post('/notifications/channels', { name: 'Canal', settings });
    const off = { name: 'Canal', language: 'pt', isActive: false };
    await admin.put(`/notifications/channels/${body.id}`, off);
    await admin.post('/notifications/routes', { channelId: body.id });
    const [sent, dead, lately, waiting, young] = Array.from({ length: 5 }, () => stockLow());
    assert.ok(sent && dead && lately && waiting && young);
    const all = [sent, dead, lately, waiting, young];
    await notifier.publish(...all);
    const old = `now() - make_interval(days => ${days + 1})`;
    const change = (set: string, { subject }: { subject: string }) =>
      db.query(
        `UPDATE delivery d SET ${set} FROM notification n
         WHERE n.id = ANY(d.notification_ids) AND n.subject = $1`,
        [subject],
      );
    for (const one of [sent, dead, lately, waiting]) await change(`created_at = ${old}`, one);
    await change(`state = 'sent', tried_at = ${old}`, sent);
    await change(`state = 'dead', tried_at = ${old}`, dead);
    await change(`state = 'dead', tried_at = now()`, lately);
    await db.query(`UPDATE notification SET created_at = ${old} WHERE subject <> $1`, [
      young.subject,
    ]);

    await retentionJob({ db, days }).run();

    const kept = await db.query<{ subject: string }>(
      'SELECT subject FROM notification ORDER BY seq',
    );
    const subjects = [lately, waiting, young].map(({ subject }) => subject);
    assert.deepEqual(
      kept.map(({ subject }) => subject),
      subjects,
    );
    const { items } = (await admin.get('/notifications/deliveries')).body;
    assert.deepEqual(
      items.map(({ state }: { state: string }) => state),
      ['waiting', 'waiting', 'dead'],
    );
  });
});
