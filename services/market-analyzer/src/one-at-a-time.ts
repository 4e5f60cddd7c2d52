/** Keeps runs of the same work from overlapping: what is asked for during one is another one after it. */

/** Answers what asks for a run and resolves when it has ended; it rejects when the work does. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let isWanted = false;

  async function runAll(): Promise<void> {
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      current = null;
    }
  }

  return () => {
    isWanted = true;
    current ??= runAll();
    return current;
  };
}
