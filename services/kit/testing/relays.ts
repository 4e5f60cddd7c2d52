/** Relays on one outbox, the events that they are given, and a bus that notes what it got. */
import assert from 'node:assert/strict';
import type { Bus, Envelope } from '../bus.ts';
import type { Database } from '../db.ts';
import { createOutbox } from '../outbox.ts';
import { createRelay, type Relay, type RelayOptions } from '../relay.ts';
import { eventually } from './eventually.ts';
import type { KitDatabase } from './kit-database.ts';
import { createRuntime } from './messaging.ts';

/** A bus that notes what it confirmed; `onPublish` decides how long it takes and whether it works. */
export function createFakeBus(
  onPublish: (event: Envelope) => Promise<void> | void = () => undefined,
) {
  const confirmed: Envelope[] = [];
  const bus: Bus = {
    holdsEvents: false,
    async publish(event) {
      await onPublish(event);
      confirmed.push(event);
    },
    subscribe: () => Promise.reject(new Error('it only sends')),
    trouble: () => null,
    close: async () => undefined,
  };
  const numbersOf = (subject: string) =>
    confirmed.filter((event) => event.subject === subject).map(({ data }) => data);
  return { bus, confirmed, numbersOf };
}

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

interface Settings extends Partial<Pick<RelayOptions, 'workers' | 'pollMs'>> {
  db?: Database;
  /** Woken by every commit that adds events. */
  isWoken?: boolean;
}

/** What the tests of the relay do to one database. */
export function createRelays(kit: KitDatabase) {
  const outbox = createOutbox();
  const relays: Relay[] = [];
  const pending = async () => {
    const [row] = await kit.db.query<{ n: number }>('SELECT count(*) AS n FROM outbox');
    return row?.n;
  };
  return {
    start(
      bus: Bus,
      { db = kit.db, isWoken = false, workers = 2, pollMs = 20 }: Settings = {},
    ): Relay {
      const relay = createRelay({ service: 'test', ...createRuntime(db, bus), workers, pollMs });
      if (isWoken) outbox.onAdded(relay.wake);
      relay.start();
      relays.push(relay);
      return relay;
    },
    /** Adds the numbers as events of their subjects, in one transaction. */
    add: (entries: [subject: string, number: number][], { isUrgent = false } = {}) =>
      kit.db.transaction(async (tx) => {
        const type = 'thing.happened';
        outbox.add(
          tx,
          entries.map(([subject, data]) => ({ type, subject, data, isUrgent })),
        );
      }),
    pending,
    untilEmpty: () => eventually(async () => assert.equal(await pending(), 0), 30_000),
    async stop() {
      await Promise.all(relays.splice(0).map((relay) => relay.stop()));
      await kit.db.query('DELETE FROM outbox');
    },
  };
}
