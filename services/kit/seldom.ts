/** For what would otherwise be said many times a second. */

const everyMs = 10_000;

/** Answers a function that calls what it is given at most once in ten seconds. */
export function createSeldom(): (say: () => void) => void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return (say) => {
    if (performance.now() - saidAtMs < everyMs) return;
    saidAtMs = performance.now();
    say();
  };
}
