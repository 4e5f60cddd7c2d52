/** Pure: what is in a Lease, and what a claim, a renewal and a release write into it. */
import { z } from 'zod';
import type { KubeObject } from './kube-object.ts';
import { microTime } from './micro-time.ts';

const leaseSpec = z.looseObject({
  holderIdentity: z.string().nullish(),
  leaseDurationSeconds: z.int().nullish(),
  leaseTransitions: z.int().nullish(),
});

export interface Holding {
  /** Empty where nobody leads. */
  holder: string;
  /** For how long the holder may be silent before it is succeeded. */
  leaseMs: number;
  term: number;
}

export function holdingOf(lease: KubeObject): Holding {
  const spec = leaseSpec.safeParse(lease.spec).data;
  return {
    holder: spec?.holderIdentity ?? '',
    leaseMs: (spec?.leaseDurationSeconds ?? 0) * 1000,
    term: spec?.leaseTransitions ?? 0,
  };
}

export interface Claim {
  namespace: string;
  name: string;
  identity: string;
  leaseMs: number;
  date: Date;
}

/**
 * The lease as this replica wants it: a term of its own, even if it held the one before. It keeps the resource version
 * of what was seen, so that of two claims only one is taken.
 */
export function claimed(lease: KubeObject | undefined, claim: Claim): KubeObject {
  const { namespace, name, identity, leaseMs, date } = claim;
  return {
    metadata: lease?.metadata ?? { namespace, name },
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseMs / 1000),
      acquireTime: microTime(date),
      renewTime: microTime(date),
      leaseTransitions: lease === undefined ? 0 : holdingOf(lease).term + 1,
    },
  };
}

export function renewed(lease: KubeObject, date: Date): KubeObject {
  return { ...lease, spec: { ...leaseSpec.parse(lease.spec), renewTime: microTime(date) } };
}

/** Nobody's, and to be had at once. */
export function released(lease: KubeObject, date: Date): KubeObject {
  const spec = { ...leaseSpec.parse(lease.spec), holderIdentity: '', leaseDurationSeconds: 1 };
  return { ...lease, spec: { ...spec, renewTime: microTime(date) } };
}
