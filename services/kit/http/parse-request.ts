/** Holds a request against the schemas of its route. */
import { z } from 'zod';
import { Problem } from '../problem.ts';
import type { Output, RawRequest, Request, RouteSpec, Schema } from './route.ts';

/** Throws `validation_failed` with every issue and its JSON path. */
export function parseRequest<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  raw: RawRequest,
): Request<P, Q, B> {
  const issues: { path: string; message: string }[] = [];
  const params = parsePart<P>(spec.params, raw.params, { prefix: 'params', issues });
  const query = parsePart<Q>(spec.query, raw.query, { prefix: 'query', issues });
  const body = parsePart<B>(spec.body, raw.body, { prefix: '', issues });
  if (issues.length > 0) {
    const [{ path, message } = { path: '', message: '' }] = issues;
    const detail = `The request is not valid: ${path === '' ? '' : `${path}: `}${message}`;
    throw new Problem('validation_failed', detail, { errors: issues });
  }
  return {
    params,
    query,
    body,
    rawBody: raw.rawBody,
    header: raw.header,
    get ip() {
      return raw.ip;
    },
    isSecure: raw.isSecure,
    receivedAt: raw.receivedAt,
    traceparent: raw.traceparent,
    idempotency: raw.idempotency,
    get caller() {
      if (raw.caller === null) throw new Problem('unauthenticated', 'Log in first.');
      return raw.caller;
    },
  };
}

function parsePart<S extends Schema>(
  schema: S | undefined,
  value: unknown,
  { prefix, issues }: { prefix: string; issues: { path: string; message: string }[] },
): Output<S> {
  // The one place where the compiler cannot follow that "no schema" means "no value".
  if (schema === undefined) return undefined as Output<S>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Output<S>;
  for (const issue of parsed.error.issues) {
    issues.push({
      path: z.core.toDotPath([...(prefix ? [prefix] : []), ...issue.path]),
      message: issue.message,
    });
  }
  return undefined as Output<S>;
}
