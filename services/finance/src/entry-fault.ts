/** What is wrong with one entry of many: it had no effect, and the others know nothing of it. */
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';

export class EntryFault {
  readonly code: ProblemCode;
  /** The field of the entry. */
  readonly path: string;
  readonly message: string;
  /** The message in Portuguese. */
  readonly pt: string;

  constructor(code: ProblemCode, path: string, { message, pt }: Wording) {
    this.code = code;
    this.path = path;
    this.message = message;
    this.pt = pt;
  }
}

/** The answer to a request with faults; its code is that of the first. */
export function refuse(faults: EntryFault[]): Problem {
  const [first = new EntryFault('internal', '', { message: '', pt: '' })] = faults;
  const { code, path, message, pt } = first;
  const errors = faults.map((fault) => ({
    path: fault.path,
    message: fault.message,
    pt: fault.pt,
  }));
  return new Problem(code, `Not entered: ${path}: ${message}`, {
    pt: `Não lançado: ${path}: ${pt}`,
    errors,
  });
}
