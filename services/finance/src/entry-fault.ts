/** What is wrong with one entry of many: it had no effect, and the others know nothing of it. */
import type { ProblemCode } from '@balcao/contracts/problems.ts';

export class EntryFault {
  readonly code: ProblemCode;
  /** The field of the entry. */
  readonly path: string;
  readonly message: string;

  constructor(code: ProblemCode, path: string, message: string) {
    this.code = code;
    this.path = path;
    this.message = message;
  }
}
