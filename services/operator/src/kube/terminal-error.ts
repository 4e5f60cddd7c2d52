/** An error that only a change of the object can mend. */

/** Trying again is of no use until the object changes. It is told in a condition, not repeated. */
export class TerminalError extends Error {
  /** One word in CamelCase, for the condition and the event. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TerminalError';
    this.reason = reason;
  }
}
