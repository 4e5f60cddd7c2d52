/** Lets few requests of a route through at a time. */
import type { Gate } from '@balcao/kit/gate.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Wording } from '@balcao/kit/wording.ts';

/** What is said to whoever comes when too many log in. */
export const tooManyLogIn: Wording = {
  message: 'Too many log in at the moment. Try again.',
  pt: 'Muita gente está entrando no momento. Tente de novo.',
};

/**
 * The same route, few requests at a time: one that hashes a password within its transaction holds a
 * connection while it waits, and a burst of those must not take all connections.
 */
export function behindGate(route: Route, gate: Gate): Route {
  return {
    ...route,
    mount(db) {
      const run = route.mount(db);
      return (request) => gate.run(() => run(request));
    },
  };
}
