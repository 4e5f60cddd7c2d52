/** What a service of the shop refused, or that it gave no answer. */

export interface ShopErrorFields {
  service: string;
  /** The HTTP status; undefined where no answer came. */
  status?: number | undefined;
  /** A code of contracts/problems.ts, or of a newer one. */
  code?: string | undefined;
  message: string;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

export class ShopError extends Error {
  readonly service: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor({ service, status, code, message, retryAfterMs, cause }: ShopErrorFields) {
    super(message, { cause });
    this.name = 'ShopError';
    this.service = service;
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether the same call may go well in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ShopError)) return false;
  const { status } = error;
  return status === undefined || status === 429 || status >= 500;
}

/** Whether only another declaration can mend it: the service has read it and says that it is wrong. */
export function isInvalid(error: unknown): boolean {
  return error instanceof ShopError && (error.status === 400 || error.status === 422);
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ShopError && error.code === code;
}
