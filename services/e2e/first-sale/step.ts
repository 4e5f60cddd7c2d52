/** Does one step, and prints how long it took. */

export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

export const step: Step = async (title, work) => {
  const startedAt = performance.now();
  try {
    return await work();
  } catch (cause) {
    throw new Error(`could not be done: ${title}`, { cause });
  } finally {
    printSeconds(title, performance.now() - startedAt);
  }
};

export function printSeconds(title: string, ms: number): void {
  process.stdout.write(`${(ms / 1000).toFixed(1).padStart(7)} s  ${title}\n`);
}
