/** Prints one line per step: a mark, its name and the figures that it was about. */

export interface Report {
  /** Runs a step and prints its line; a failure is printed and thrown. */
  step<T extends { figures: string }>(name: string, work: () => Promise<T>): Promise<T>;
  /** A line that even a quiet run prints. */
  say(line: string): void;
  stepCount(): number;
}

const nameWidth = 20;

/** `isQuiet` leaves out the lines of the steps that passed. */
export function createReport(print: (line: string) => void, isQuiet: boolean): Report {
  let count = 0;
  const lineOf = (mark: string, name: string, text: string) =>
    `  ${mark} ${name.padEnd(nameWidth)} ${text}`;
  return {
    async step(name, work) {
      try {
        const done = await work();
        count += 1;
        if (!isQuiet) print(lineOf('✓', name, done.figures));
        return done;
      } catch (error) {
        print(lineOf('✗', name, error instanceof Error ? error.message : String(error)));
        throw error;
      }
    },
    say: print,
    stepCount: () => count,
  };
}
