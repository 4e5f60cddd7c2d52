/** How a process is told to end, and how it ends when it has a bug. */

/**
 * Resolves at the first SIGTERM or SIGINT, or when the process that started this one with a channel to it is gone;
 * a signal after that ends the process at once.
 */
export function signalled(self: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        self.removeListener(signal, stop);
        self.once(signal, () => self.exit(130));
      }
    };
    self.once('SIGTERM', stop);
    self.once('SIGINT', stop);
    // Nobody would end it any more: it would work on beside the one that a new shop starts.
    self.once('disconnect', stop);
  });
}

/** Rejects when the process is told to end: for work that has no end of its own. */
export const interrupted = (stopAsked: Promise<void>): Promise<never> =>
  stopAsked.then(() => Promise.reject(new Error('interrupted')));

/** After an error that nobody handled the state is unknown: say so and end; the supervisor restarts. */
export function exitOnBug(self: NodeJS.Process, report: (error: unknown) => void): void {
  const end = (error: unknown) => {
    report(error);
    self.exit(1);
  };
  self.on('uncaughtException', end);
  self.on('unhandledRejection', end);
}
