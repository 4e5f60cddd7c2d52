/** How long an attempt may take: so long, or longer once the other side says that it is at work. */

export interface TimeLimit {
  /** Aborted when the time is over, and when the service stops. */
  signal: AbortSignal;
  /** From now on it is this long. */
  prolong(ms: number): void;
  /** Nothing is waited for any more. */
  end(): void;
}

export function createTimeLimit(ms: number, stopping: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const run = (forMs: number) =>
    setTimeout(() => controller.abort(new DOMException('no answer in time', 'AbortError')), forMs);
  let timer = run(ms);
  return {
    signal: AbortSignal.any([stopping, controller.signal]),
    prolong(longerMs) {
      clearTimeout(timer);
      timer = run(longerMs);
    },
    end() {
      clearTimeout(timer);
    },
  };
}
