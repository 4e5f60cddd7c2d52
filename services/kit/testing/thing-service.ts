/** A small service of each kind of part, run as a real one: HTTP, outbox, consumer. */
import { id } from '@balcao/contracts/ids.ts';
import { text } from '@balcao/contracts/text.ts';
import { z } from 'zod';
import type { ConfigOf } from '../config.ts';
import { on } from '../consumer.ts';
import { batchRoute, readRoute } from '../http/route.ts';
import { newId } from '../ids.ts';
import { type Deps, type RunningService, runService, type Wiring } from '../service.ts';
import { addEffects } from './messaging.ts';
import { migrations, type settings } from './thing-config.ts';

/** `GET /things/held` answers when `gate` opens; hooks as a service has them. */
export function startThings(
  gate: Promise<void> = Promise.resolve(),
  hooks: Pick<Wiring, 'onStopping' | 'stop'> = {},
) {
  return (config: ConfigOf<typeof settings>, deps: Deps): Promise<RunningService> =>
    runService({
      name: 'things',
      prefixes: ['things'],
      description: 'Things for tests.',
      migrations,
      config,
      deps,
      wire({ outbox }) {
        const { consumes, queue, publishes } = config;
        const eventOf = (subject: string) => ({
          type: publishes,
          subject,
          data: { name: subject },
        });
        const consumer = {
          queue,
          handlers: {
            [consumes]: on(z.object({ name: z.string() }), async (tx, messages) => {
              await addEffects(tx, messages);
              for (const message of messages) outbox.add(tx, [eventOf(message.subject)], message);
            }),
          },
        };
        const held = readRoute(
          {
            method: 'get',
            path: '/things/held',
            summary: 'Wait',
            access: 'public',
            answers: { 200: null },
          },
          async () => {
            await gate;
            return { status: 200 };
          },
        );
        const create = batchRoute(
          {
            method: 'post',
            path: '/things',
            summary: 'Create',
            access: 'catalogue:write',
            body: z.strictObject({ name: text(50) }),
            answers: { 201: z.object({ id }) },
          },
          async (tx, requests) =>
            requests.map((request) => {
              const created = newId();
              outbox.add(tx, [eventOf(created)], request);
              return { status: 201, body: { id: created } };
            }),
        );
        return { routes: [held, create], consumers: consumes === '' ? [] : [consumer], ...hooks };
      },
    });
}
