/** No whole answer: the connection broke, nothing came in time, or what came cannot be read. */

/**
 * `broken`: the connection; `late`: no whole answer in time; `silent`: a watch without a byte for too long;
 * `unreadable`: no JSON, or no object of Kubernetes. Whether a write has had its effect is unknown with each of them.
 */
export type Fault = 'broken' | 'late' | 'silent' | 'unreadable';

export class AnswerError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AnswerError';
    this.fault = fault;
  }
}
