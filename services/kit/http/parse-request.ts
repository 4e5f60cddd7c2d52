/** Holds a request against the schemas of its route. */
import { z } from 'zod';
import { Problem } from '../problem.ts';
import { portugueseIssues } from './portuguese.ts';
import type { Output, RawRequest, Request, RouteSpec, Schema } from './route.ts';

interface Issue {
  path: string;
  message: string;
}

/** Throws `validation_failed` with every issue and its JSON path, in the caller's language. */
export function parseRequest<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  raw: RawRequest,
): Request<P, Q, B> {
  const issues: Issue[] = [];
  const params = parsePart<P>(spec.params, raw.params, { prefix: 'params', raw, issues });
  const query = parsePart<Q>(spec.query, raw.query, { prefix: 'query', raw, issues });
  const body = parsePart<B>(spec.body, raw.body, { prefix: '', raw, issues });
  if (issues.length > 0) {
    const [{ path, message } = { path: '', message: '' }] = issues;
    const what = `${path === '' ? '' : `${path}: `}${message}`;
    throw new Problem('validation_failed', `The request is not valid: ${what}`, {
      pt: `O pedido não é válido: ${what}`,
      errors: issues,
    });
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
    get language() {
      return raw.language;
    },
    receivedAt: raw.receivedAt,
    traceparent: raw.traceparent,
    idempotency: raw.idempotency,
    get caller() {
      if (raw.caller === null) {
        throw new Problem('unauthenticated', 'Log in first.', { pt: 'Entre primeiro.' });
      }
      return raw.caller;
    },
  };
}

interface Part {
  prefix: string;
  raw: RawRequest;
  issues: Issue[];
}

function parsePart<S extends Schema>(
  schema: S | undefined,
  value: unknown,
  { prefix, raw, issues }: Part,
): Output<S> {
  // The one place where the compiler cannot follow that "no schema" means "no value".
  if (schema === undefined) return undefined as Output<S>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Output<S>;
  const isPortuguese = raw.language === 'pt';
  const found = isPortuguese ? portugueseIssues(schema, value) : parsed.error.issues;
  for (const { path, message } of found) {
    issues.push({ path: z.core.toDotPath([...(prefix ? [prefix] : []), ...path]), message });
  }
  return undefined as Output<S>;
}
