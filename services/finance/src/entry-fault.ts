/** What is wrong with one entry of many: it had no effect, and the others know nothing of it. */
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import { Problem } from '@balcao/kit/problem.ts';

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

/** The answer to a request with faults; its code is that of the first. */
export function refuse(faults: EntryFault[]): Problem {
  const [{ code, path, message } = new EntryFault('internal', '', '')] = faults;
  const errors = faults.map((fault) => ({ path: fault.path, message: fault.message }));
  return new Problem(code, `Not entered: ${path}: ${message}`, { errors });
}
