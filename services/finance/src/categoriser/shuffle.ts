/** Puts things in a random order. */

/** A shuffled copy; `random` answers numbers in [0, 1). */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
