/**
 * Stands between the services and their transport while the demo is played: it tells when an event has been
 * handled, and hands events over in the plan's order, so that whatever ran side by side ends in the same figures.
 */
import type { EventTypeOf, Queue } from '@balcao/contracts/topology.ts';
import type { Bus, Envelope } from '@balcao/kit/bus.ts';
import { createLineUp } from './line-up.ts';

export interface DemoBus {
  wrap(bus: Bus): Bus;
  /**
   * Resolves when `queue` has handled the next event of this type about `subject`. Ask before doing what leads
   * to it. Rejects when that takes longer than anything should in a shop of one process.
   */
  handled<Name extends Queue>(queue: Name, type: EventTypeOf<Name>, subject: string): Promise<void>;
  /**
   * Holds events of this type about these subjects back until all are there, and sends them on in this order.
   * One that is held counts as sent, so a shop that ends in between has to be played anew.
   */
  inOrder(type: EventTypeOf<Queue>, subjects: readonly string[]): void;
  /** Resolves when nothing is on its way, and nothing was for so long. */
  quiet(forMs: number): Promise<void>;
}

const patienceMs = 120_000;

/** Events are of the time that the shop's clock shows: what is told on the first day held from then on. */
export function createDemoBus(now: () => Date): DemoBus {
  const waiting = new Map<string, () => void>();
  const lineUp = createLineUp<Envelope>();
  let underWay = 0;
  let lastAt = performance.now();

  async function counted(work: () => Promise<void>): Promise<void> {
    underWay += 1;
    try {
      await work();
    } finally {
      underWay -= 1;
      lastAt = performance.now();
    }
  }

  function tell(queue: string, messages: readonly Envelope[]): void {
    for (const { subject, type } of messages) {
      const key = `${queue} ${type} ${subject}`;
      waiting.get(key)?.();
      waiting.delete(key);
    }
  }

  return {
    wrap: (inner) => ({
      ...inner,
      publish: (event) =>
        counted(async () => {
          const timed = { ...event, time: now().toISOString() };
          const due = lineUp.arrive(`${event.type} ${event.subject}`, timed);
          await Promise.all(due.map((each) => inner.publish(each)));
        }),
      subscribe: (listener) =>
        inner.subscribe({
          ...listener,
          async deliver(messages) {
            await counted(() => listener.deliver(messages));
            tell(listener.queue, messages);
          },
        }),
    }),
    inOrder(type, subjects) {
      lineUp.expect(subjects.map((subject) => `${type} ${subject}`));
    },
    handled: (queue, type, subject) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`${queue} has handled no ${type} of ${subject} in time`)),
          patienceMs,
        );
        waiting.set(`${queue} ${type} ${subject}`, () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    async quiet(forMs) {
      for (;;) {
        const restMs = underWay > 0 ? forMs : forMs - (performance.now() - lastAt);
        if (restMs <= 0) return;
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
    },
  };
}
