/** An error of the surroundings: it goes away by itself, or somebody mends it without touching the object. */

/** Told in the conditions, and tried again with growing delays. */
export class UnreadyError extends Error {
  /** One word in CamelCase, for the condition and the event. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadyError';
    this.reason = reason;
  }
}
