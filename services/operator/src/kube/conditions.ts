/** Pure: the conditions of a status, as `kubectl wait` and `helm --wait` read them. */
import { z } from 'zod';

export const condition = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  /** One word in CamelCase, for machines. */
  reason: z.string(),
  /** A sentence for people; no times or counters in it, which would be news at every look. */
  message: z.string(),
  observedGeneration: z.int().optional(),
  lastTransitionTime: z.string(),
});

export type Condition = z.output<typeof condition>;

export type NewCondition = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

export interface Observation {
  /** `metadata.generation` of the object that was judged. */
  generation: number | undefined;
  at: Date;
}

/**
 * Sets one condition and leaves the others, in their order. `lastTransitionTime` (to the second, as the API server keeps
 * it) changes only with `status`, so that who compares deeply finds nothing to write where nothing has happened.
 */
export function setCondition(
  conditions: readonly Condition[],
  next: NewCondition,
  { generation, at }: Observation,
): Condition[] {
  const before = conditions.find(({ type }) => type === next.type);
  const hasMoved = before?.status !== next.status;
  const after: Condition = {
    ...next,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    lastTransitionTime: hasMoved || before === undefined ? seconds(at) : before.lastTransitionTime,
  };
  if (before === undefined) return [...conditions, after];
  return conditions.map((one) => (one === before ? after : one));
}

/** What has moved between two states of a status: the news that an Event tells. */
export function transitions(
  before: readonly Condition[],
  after: readonly Condition[],
): Condition[] {
  return after.filter((now) => {
    const then = before.find(({ type }) => type === now.type);
    return then?.status !== now.status || then.reason !== now.reason;
  });
}

/** The conditions of any object; those that cannot be read are left out. */
export function conditionsOf(status: unknown): Condition[] {
  const list = z.object({ conditions: z.array(z.unknown()) }).safeParse(status).data?.conditions;
  return (list ?? []).flatMap((one) => condition.safeParse(one).data ?? []);
}

const seconds = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');
