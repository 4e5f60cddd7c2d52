/** What a service needs from outside its process: readiness and `/health` look at it. */
import type { Base } from './base.ts';
import type { Bus } from './bus.ts';
import type { Dependency } from './http/health.ts';
import type { TokenVerifier } from './tokens.ts';

/** Without the broker orders are still taken and catalogue and ledger still read: it is not required. */
export function dependenciesOf(
  { db, redis }: Base,
  bus: Bus,
  verifier: TokenVerifier,
): Dependency[] {
  const nothing = () => null;
  const required: Dependency[] = [
    { name: 'postgres', isRequired: true, check: () => db.ping().then(nothing) },
    { name: 'bus', isRequired: false, check: async () => bus.trouble() },
    {
      name: 'tokens',
      isRequired: true,
      check: async () => (verifier.isReady() ? null : 'no signing keys yet'),
    },
  ];
  if (redis === null) return required;
  return [
    ...required,
    { name: 'redis', isRequired: false, check: () => redis.ping().then(nothing) },
  ];
}
