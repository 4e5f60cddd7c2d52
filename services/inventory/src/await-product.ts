/** Lets a request about a product that was made a moment ago wait for its event. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import type { Mounted, Route } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';

const patienceMs = 2_000;
const firstDelayMs = 20;

/**
 * The same route, which tries again for up to two seconds while it fails with `code`: whoever makes a product
 * and books its first purchase at once is faster than the event that tells of the product.
 */
export function awaitProduct(route: Route, code: ProblemCode): Route {
  return {
    ...route,
    mount(db) {
      const run = route.mount(db);
      return (request) => tryUntil(Date.now() + patienceMs, () => run(request), code);
    },
  };
}

async function tryUntil(
  deadline: number,
  run: () => ReturnType<Mounted>,
  code: ProblemCode,
): ReturnType<Mounted> {
  for (let delayMs = firstDelayMs; ; delayMs *= 2) {
    try {
      return await run();
    } catch (error) {
      const isAwaited = error instanceof Problem && error.code === code;
      if (!isAwaited || Date.now() + delayMs > deadline) throw error;
      await delay(delayMs);
    }
  }
}
