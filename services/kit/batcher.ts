/** Group commit: what arrives while one batch is at work forms the next batch. */

export interface Batcher<I, O> {
  /** Resolves or rejects with the item's own outcome. */
  submit(item: I): Promise<O>;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

export interface BatcherOptions<I, O> {
  maxSize: number;
  /** Batches at work at the same time; 1 keeps the order of the items. */
  concurrency?: number;
  /**
   * The longest that a batch waits to become as large as the one before it (default 0: it does not).
   * Who works alone never waits: the one before was a batch of one.
   */
  lingerMs?: number;
  /** Answers one outcome per item, in the same order; a rejection goes to every item of the batch. */
  run: (items: I[]) => Promise<PromiseSettledResult<O>[]>;
}

interface Waiting<I, O> {
  item: I;
  resolve: (value: O) => void;
  reject: (reason: unknown) => void;
}

export function createBatcher<I, O>(options: BatcherOptions<I, O>): Batcher<I, O> {
  const { maxSize, concurrency = 1, lingerMs = 0, run } = options;
  let queue: Waiting<I, O>[] = [];
  let running = 0;
  let isScheduled = false;
  let lastSize = 1;
  let lingering: NodeJS.Timeout | undefined;
  const idleWaiters: (() => void)[] = [];

  // One turn of the event loop lets all requests of the same poll join the batch.
  function schedule(): void {
    if (isScheduled || running >= concurrency || queue.length === 0) return;
    if (lingerMs > 0 && queue.length < lastSize) {
      linger();
      return;
    }
    isScheduled = true;
    setImmediate(start);
  }

  function linger(): void {
    lingering ??= setTimeout(() => {
      lastSize = 1;
      lingering = undefined;
      schedule();
    }, lingerMs);
  }

  function start(): void {
    isScheduled = false;
    clearTimeout(lingering);
    lingering = undefined;
    void runBatch();
    schedule();
  }

  async function runBatch(): Promise<void> {
    const batch = queue.slice(0, maxSize);
    if (batch.length === 0) return;
    queue = queue.slice(batch.length);
    lastSize = batch.length;
    running += 1;
    try {
      settle(batch, await run(batch.map(({ item }) => item)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    running -= 1;
    schedule();
    if (running === 0 && queue.length === 0) {
      for (const wake of idleWaiters.splice(0)) wake();
    }
  }

  return {
    submit(item) {
      return new Promise<O>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        schedule();
      });
    },
    idle() {
      if (running === 0 && queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
  };
}

function settle<I, O>(batch: Waiting<I, O>[], outcomes: PromiseSettledResult<O>[]): void {
  batch.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) reject(new Error('the batch gave no outcome for this item'));
    else if (outcome.status === 'fulfilled') resolve(outcome.value);
    else reject(outcome.reason);
  });
}
