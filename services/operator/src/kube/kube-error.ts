/** What the API server refused, in its own words; and what no answer came for. */
import { z } from 'zod';

/** A `Status` of the API server, as far as anybody here looks at it. */
const statusBody = z.object({
  reason: z.string().optional(),
  message: z.string().optional(),
  code: z.int().optional(),
  details: z
    .object({
      retryAfterSeconds: z.number().optional(),
      causes: z.array(z.object({ reason: z.string().optional() })).optional(),
    })
    .optional(),
});

export interface KubeErrorFields {
  /** The HTTP status, or the code of an error in a watch. */
  status: number;
  reason: string;
  message: string;
  /** When the server wants to be asked again. */
  retryAfterMs?: number | undefined;
  causes?: string[];
}

export class KubeError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly causes: string[];

  constructor({ status, reason, message, retryAfterMs, causes = [] }: KubeErrorFields) {
    super(message);
    this.name = 'KubeError';
    this.status = status;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.causes = causes;
  }
}

/** Reads the body of a refusal; whatever is in between (a proxy, a load balancer) may answer with anything. */
export function toKubeError(
  status: number,
  body: unknown,
  retryAfter: string | undefined,
): KubeError {
  const { reason, message, details } = statusBody.safeParse(body).data ?? {};
  return new KubeError({
    status,
    reason: reason ?? 'Unknown',
    message: message ?? `The API server answered ${status}.`,
    retryAfterMs: retryAfterMs(retryAfter) ?? milliseconds(details?.retryAfterSeconds),
    causes: details?.causes?.flatMap((cause) => cause.reason ?? []) ?? [],
  });
}

/** An `ERROR` event of a watch holds a `Status` with a code of its own. */
export function toWatchError(object: unknown): KubeError {
  return toKubeError(statusBody.safeParse(object).data?.code ?? 500, object, undefined);
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

const milliseconds = (seconds: number | undefined) =>
  seconds === undefined ? undefined : seconds * 1000;

const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof KubeError && error.status === status;

export const isNotFound = (error: unknown): boolean => hasStatus(error, 404);

/** Somebody else has changed or made it in between. */
export const isConflict = (error: unknown): boolean => hasStatus(error, 409);

/**
 * The version that a list or watch wants to go on from is no longer known (410), or not yet: after a restore of
 * etcd the server's versions may be smaller than ours. Both need a list from the beginning.
 */
export function isVersionLost(error: unknown): boolean {
  if (!(error instanceof KubeError)) return false;
  return error.status === 410 || error.causes.includes('ResourceVersionTooLarge');
}
