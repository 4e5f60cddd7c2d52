/** What an event looks like on its way, and what a transport promises. */

/** CloudEvents 1.0 attributes plus the W3C trace context; `subject` is the aggregate's id. */
export interface Envelope {
  id: string;
  type: string;
  /** The service that published it. */
  source: string;
  subject: string;
  /** RFC 3339, UTC. */
  time: string;
  traceparent: string | null;
  data: unknown;
}

/** Queue name → the event types it receives. */
export type Topology = Record<string, readonly string[]>;

export interface Subscription {
  /** Stops deliveries; resolves when what was being handled is settled. */
  cancel(): Promise<void>;
}

/** One service's end of a queue. */
export interface Listener {
  queue: string;
  maxBatch: number;
  /** A resolved batch is acknowledged, a rejected one comes again. Batches come in order. */
  deliver(messages: Envelope[]): Promise<void>;
  /** Takes a message that the transport itself gave up on, or that is not an event of ours. */
  park(message: Envelope, reason: string): Promise<void>;
}

export interface Bus {
  /** Whether an event may lie in the transport after its publish, confirmed and not handled. */
  holdsEvents: boolean;
  /**
   * Resolves when every queue that listens to this type holds the event durably, at once when no queue
   * does; rejects when that cannot be known. At least once, in order for one sequential caller.
   */
  publish(event: Envelope): Promise<void>;
  /** Starts deliveries, now or as soon as the transport is there. One listener per queue and process. */
  subscribe(listener: Listener): Promise<Subscription>;
  /** Null when the transport is usable, else what is wrong with it. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** The queues that listen to an event type. */
export function queuesFor(topology: Topology, type: string): string[] {
  return Object.keys(topology).filter((queue) => topology[queue]?.includes(type));
}
