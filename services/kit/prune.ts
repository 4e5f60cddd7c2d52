/** Deletes what is no longer needed in small transactions, so that nobody waits for it for long. */

const batchSize = 1_000;
/** The rest goes with the next run. */
const maxBatches = 100;

/** `deleteBatch` deletes up to `limit` rows and answers how many there were; it is called until there are fewer. */
export async function pruneInBatches(
  deleteBatch: (limit: number) => Promise<number>,
): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    if ((await deleteBatch(batchSize)) < batchSize) return;
  }
}
