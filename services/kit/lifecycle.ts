/** Ordered start and draining stop of the parts of a process. */
import type { Logger } from './log.ts';

export interface Part {
  name: string;
  start?: () => Promise<void> | void;
  stop?: () => Promise<void> | void;
}

export interface Lifecycle {
  /**
   * Starts a part; parts are stopped in the reverse of the order in which they were started. A part that
   * cannot start stops all of them before the error is thrown, so that nothing stays behind.
   */
  start(part: Part): Promise<void>;
  /** Stops everything; resolves after `stopWithinMs` at the latest. Safe to call twice. */
  stop(): Promise<void>;
}

/** Creates a lifecycle whose stop never takes longer than `stopWithinMs` (default 25 s of the 30 s grace). */
export function createLifecycle(log: Logger, stopWithinMs = 25_000): Lifecycle {
  const running: Part[] = [];
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (const part of running.reverse()) {
      try {
        await part.stop?.();
      } catch (error) {
        log.error({ err: error, part: part.name }, 'a part did not stop cleanly');
      }
    }
  }

  function stop(): Promise<void> {
    stopping ??= within(stopAll(), stopWithinMs, () =>
      log.error({ stopWithinMs }, 'gave up waiting for parts to stop'),
    );
    return stopping;
  }

  return {
    async start(part) {
      running.push(part);
      try {
        await part.start?.();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
}

async function within(work: Promise<void>, ms: number, onLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      onLate();
      resolve();
    }, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
