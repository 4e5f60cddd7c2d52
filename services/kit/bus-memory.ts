/**
 * The in-process transport. It keeps nothing: a publish is confirmed only when every listening service
 * has committed its handling, so until then the sender's outbox row is the durable copy.
 */
import { type Batcher, createBatcher } from './batcher.ts';
import { type Bus, type Envelope, queuesFor, type Topology } from './bus.ts';

type Queue = Batcher<Envelope, void>;

export function createMemoryBus(topology: Topology): Bus {
  const queues = new Map<string, Queue>();
  let isClosed = false;

  async function deliver(name: string, event: Envelope): Promise<void> {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`nobody consumes ${name} in this process`);
    await queue.submit(event);
  }

  return {
    holdsEvents: false,
    async publish(event) {
      if (isClosed) throw new Error('the bus is closed');
      await Promise.all(queuesFor(topology, event.type).map((name) => deliver(name, event)));
    },
    async subscribe({ queue: name, maxBatch, deliver: handle }) {
      if (!(name in topology)) throw new Error(`${name} is not in the topology`);
      if (queues.has(name)) throw new Error(`${name} has a consumer already`);
      const queue = createBatcher<Envelope, void>({
        maxSize: maxBatch,
        run: async (messages) => {
          await handle(messages);
          return messages.map(() => ({ status: 'fulfilled', value: undefined }));
        },
      });
      queues.set(name, queue);
      return {
        async cancel() {
          queues.delete(name);
          await queue.idle();
        },
      };
    },
    trouble: () => (isClosed ? 'closed' : null),
    async close() {
      isClosed = true;
      await Promise.all([...queues.values()].map((queue) => queue.idle()));
    },
  };
}
