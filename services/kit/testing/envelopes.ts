/** Envelopes and what handles them, for tests of the bus and of consumers. */
import { v7 as uuidv7 } from 'uuid';
import type { Envelope } from '../bus.ts';

/** An event of type `thing.happened`, of a subject of its own unless one is given. */
export function envelope(parts: Partial<Envelope> = {}): Envelope {
  return {
    id: uuidv7(),
    type: 'thing.happened',
    source: 'test',
    subject: uuidv7(),
    time: new Date().toISOString(),
    traceparent: null,
    data: { name: 'a thing' },
    ...parts,
  };
}

export const idsOf = (messages: Pick<Envelope, 'id'>[]) => messages.map(({ id }) => id);
