/** The API of a service's own state, the same in every service: what it needs, and what waits in its queues. */
import { z } from 'zod';

export const serviceStatus = z.object({
  service: z.string(),
  version: z.string(),
  /** degraded: it does its work without something that it can do without, such as the broker. */
  status: z.enum(['up', 'degraded', 'down']),
  dependencies: z.array(
    z.object({ name: z.string(), isUp: z.boolean(), detail: z.string().nullable() }),
  ),
  /** Events that are not sent yet, and how long the oldest has waited. */
  outbox: z.object({ pendingCount: z.int(), oldestAgeSeconds: z.number() }),
  /** Events that could not be handled: those that are tried again, and those that wait for a person. */
  messages: z.object({ waitingCount: z.int(), parkedCount: z.int() }),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;
