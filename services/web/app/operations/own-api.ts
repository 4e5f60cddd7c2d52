/** What every service has in its API under its own prefix: its state, and its parked messages. */
import {
  type ParkedMessage,
  type ParkedMessageDetail,
  parkedMessageDetail,
  parkedMessagePage,
  replayResponse,
} from '@balcao/contracts/api/messages.ts';
import { type ServiceStatus, serviceStatus } from '@balcao/contracts/api/status.ts';
import type { Page } from '@balcao/contracts/page.ts';
import { prefixes, type ServiceName } from '@balcao/contracts/prefixes.ts';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';

export const serviceNames = Object.keys(prefixes).filter(
  (name): name is ServiceName => name in prefixes,
);

/** All of these throw ApiProblem. */
export const readStatus = (service: ServiceName): Promise<ServiceStatus> =>
  read(serviceStatus, pathOf(service, 'status'));

export const listParked = (service: ServiceName, cursor?: string): Promise<Page<ParkedMessage>> =>
  read(
    parkedMessagePage,
    pathOf(service, cursor === undefined ? 'parked-messages' : `parked-messages?cursor=${cursor}`),
  );

export const readParked = (service: ServiceName, id: string): Promise<ParkedMessageDetail> =>
  read(parkedMessageDetail, pathOf(service, `parked-messages/${id}`));

export const replayParked = (service: ServiceName, id: string): Promise<unknown> =>
  read(replayResponse, pathOf(service, `parked-messages/${id}/replay`), {
    method: 'POST',
    headers: idempotencyKey(),
  });

const pathOf = (service: ServiceName, rest: string) => `/api/v1/${prefixes[service][0]}/${rest}`;

interface Schema<Value> {
  parse: (json: unknown) => Value;
}

// The paths differ by service, so the client's types cannot know them: the answer is parsed instead.
async function read<Value>(
  schema: Schema<Value>,
  path: string,
  init: RequestInit = {},
): Promise<Value> {
  const url = new URL(path, location.origin);
  const response = await send(new Request(url, init));
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return schema.parse(json);
}
