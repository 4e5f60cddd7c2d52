/** Lets things that arrive in any order go on in an agreed one. */

export interface LineUp<T> {
  /** From now on these wait for each other and leave together, in this order. */
  expect(keys: readonly string[]): void;
  /** Answers what may go on now: a thing that nobody expected at once, the others when the last has come. */
  arrive(key: string, thing: T): T[];
}

export function createLineUp<T>(): LineUp<T> {
  const lines = new Map<string, { keys: readonly string[]; there: Map<string, T> }>();
  return {
    expect(keys) {
      const line = { keys, there: new Map<string, T>() };
      for (const key of keys) lines.set(key, line);
    },
    arrive(key, thing) {
      const line = lines.get(key);
      if (line === undefined) return [thing];
      line.there.set(key, thing);
      if (line.there.size < line.keys.length) return [];
      for (const each of line.keys) lines.delete(each);
      return line.keys.flatMap((each) => line.there.get(each) ?? []);
    },
  };
}
