/** What went wrong with a request, as the services say it (RFC 9457) or as the browser saw it. */

export interface ProblemFields {
  /** A code of `contracts/problems.ts`, or `offline`: no answer came. */
  code: string;
  /** 0 where there was no answer. */
  status: number;
  title: string;
  detail?: string | undefined;
  /** What `detail` is written in, such as `pt`. */
  language?: string | undefined;
  /** To be given to whoever looks after the shop. */
  traceId?: string | undefined;
  /** By field: `path` is a JSON path such as `lines[0].quantityMilli`. */
  errors?: { path: string; message: string }[] | undefined;
  /** Seconds until another attempt makes sense. */
  retryAfterSeconds?: number | undefined;
}

export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly language: string | undefined;
  readonly traceId: string | undefined;
  readonly errors: { path: string; message: string }[];
  readonly retryAfterSeconds: number | undefined;

  constructor(fields: ProblemFields, options?: ErrorOptions) {
    super(fields.detail ?? fields.title, options);
    this.name = 'ApiProblem';
    this.code = fields.code;
    this.status = fields.status;
    this.detail = fields.detail;
    this.language = fields.language;
    this.traceId = fields.traceId;
    this.errors = fields.errors ?? [];
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }
}

/** The problem of an answer that is none of the successful ones; a proxy's own page becomes `unavailable`. */
export function problemOf(body: unknown, response: Response): ApiProblem {
  const { status, headers } = response;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const common = {
    status,
    language: headers.get('content-language') ?? undefined,
    traceId: headers.get('x-trace-id') ?? undefined,
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
  };
  if (!isProblem(body)) {
    const code = status >= 500 ? 'unavailable' : 'internal';
    return new ApiProblem({ ...common, code, title: response.statusText });
  }
  return new ApiProblem({ ...common, ...body });
}

function isProblem(body: unknown): body is ProblemFields {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
