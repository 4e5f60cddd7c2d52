/** The one error class for expected failures; everything else is a bug and becomes a 500 without detail. */
import { type ProblemCode, problemCodes } from '@balcao/contracts/problems.ts';

export interface ProblemIssue {
  /** JSON path of the offending value, such as `lines[0].quantityMilli`. */
  path: string;
  message: string;
  /** The message in Portuguese; left out where no person meets it, or where `message` is in the caller's language. */
  pt?: string;
}

export interface ProblemOptions {
  cause?: unknown;
  /** The detail in Portuguese; left out where no person meets it. */
  pt?: string;
  errors?: ProblemIssue[];
  /** Whole seconds for the `Retry-After` header. */
  retryAfterSeconds?: number;
  /** Further members of the problem document (RFC 9457, section 3.2). */
  extra?: Record<string, unknown>;
}

/** An expected failure. `detail` is shown to the caller: it says what to change, and holds no secret. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = problemCodes[code].status;
    this.title = problemCodes[code].title;
    this.options = options;
  }
}
