/** Waits for something that happens in its own time, without a fixed sleep. */

/** Repeats `check` until it no longer throws; after `timeoutMs` its last error is thrown. */
export async function eventually<T>(check: () => Promise<T> | T, timeoutMs = 15_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let delayMs = 5; ; delayMs = Math.min(delayMs * 1.5, 200)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() + delayMs > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
