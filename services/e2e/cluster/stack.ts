/** The parts of the development stack, which live with the collectors, and what its Prometheus knows. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { namespace, release } from './installation.ts';
import type { ForwardTarget } from './port-forward.ts';

export const stackPort = (name: string, port: number): ForwardTarget => ({
  namespace: `${namespace}-observability`,
  name: `service/${release}-${name}`,
  port,
});

/** What an address answers 200 with. */
export async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  assert.ok(answer.ok, url);
  return answer.text();
}

const vector = z.looseObject({
  data: z.looseObject({
    result: z.array(z.looseObject({ value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** The value of a query with one result; 0 where it has none. */
export async function readValue(url: string, query: string): Promise<number> {
  const text = await textOf(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const [sample] = vector.parse(JSON.parse(text)).data.result;
  return Number(sample?.value[1] ?? 0);
}
