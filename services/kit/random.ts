/** Random numbers that can be had again: a test prints its seed, and `BALCAO_SEED` repeats it. */

/** mulberry32: 32-bit seed, numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `BALCAO_SEED`, or a new seed. */
export function chooseSeed(env: NodeJS.ProcessEnv): number {
  return Number(env.BALCAO_SEED ?? Math.floor(Math.random() * 2 ** 32));
}
