/** A listener that remembers what it got, and that a test can hold or let fail. */
import type { Bus, Envelope, Listener, Subscription } from '../bus.ts';
import { eventually } from './eventually.ts';

export interface Recorder {
  batches: Envelope[][];
  parked: { message: Envelope; reason: string }[];
  /** Ids of all delivered messages, in order. */
  ids(): string[];
  listener: Listener;
  subscribeTo(bus: Bus): Promise<Subscription>;
}

export interface RecorderOptions {
  queue: string;
  maxBatch?: number;
  /** Runs after a batch has been noted; a rejection rejects the batch. */
  onBatch?: (messages: Envelope[], call: number) => Promise<void> | void;
}

export function createRecorder({ queue, maxBatch = 100, onBatch }: RecorderOptions): Recorder {
  const batches: Envelope[][] = [];
  const parked: { message: Envelope; reason: string }[] = [];
  const listener: Listener = {
    queue,
    maxBatch,
    async deliver(messages) {
      batches.push(messages);
      await onBatch?.(messages, batches.length);
    },
    async park(message, reason) {
      parked.push({ message, reason });
    },
  };
  return {
    batches,
    parked,
    ids: () => batches.flat().map(({ id }) => id),
    listener,
    subscribeTo: (bus) => bus.subscribe(listener),
  };
}

/** Publishes as the relay does: again and again until the bus confirms. */
export function publishUntilConfirmed(bus: Bus, event: Envelope): Promise<void> {
  return eventually(() => bus.publish(event));
}
