/** Reads a request from Express: who calls, and what the route is given. */
import { isUtf8 } from 'node:buffer';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import type { Span } from '@opentelemetry/api';
import express from 'express';
import { Problem } from '../problem.ts';
import { traceparentOf } from '../telemetry.ts';
import type { Caller, TokenVerifier } from '../tokens.ts';
import { idempotencyClaim } from './idempotency.ts';
import { preferredLanguage } from './prefer-language.ts';
import type { RawRequest, Route } from './route.ts';

const rawBodies = new WeakMap<object, Buffer>();

/** Reads what a route takes: JSON of a bounded length, or the bytes of an upload. */
export function readBody(
  { spec: { upload, maxBodyBytes } }: Route,
  options: { maxBodyBytes: number },
): express.RequestHandler {
  if (upload !== undefined) {
    const keep = (request: object, _response: unknown, body: Buffer) => {
      rawBodies.set(request, body);
    };
    return express.raw({ limit: upload.maxBytes, type: [...upload.types], verify: keep });
  }
  return express.json({
    limit: maxBodyBytes ?? options.maxBodyBytes,
    strict: false,
    type: ['application/json', 'application/*+json'],
    verify: keepRawBody,
  });
}

/** Keeps the bytes as they came, for signatures and fingerprints; refuses what is not UTF-8. */
function keepRawBody(request: object, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) {
    throw new Problem('malformed_request', 'The body is not valid UTF-8.', {
      pt: 'O corpo não é UTF-8 válido.',
    });
  }
  rawBodies.set(request, body);
}

/** Who calls; null on a public route without a usable token. Throws what the token or the role lacks. */
export async function authorise(
  request: express.Request,
  { spec: { access } }: Route,
  verifier: Pick<TokenVerifier, 'verify'>,
): Promise<Caller | null> {
  const header = request.get('authorization');
  if (header === undefined) {
    if (access === 'public') return null;
    throw new Problem('unauthenticated', 'Log in, and send the access token as a Bearer token.', {
      pt: 'Entre, e envie o token de acesso como token Bearer.',
    });
  }
  const token = /^Bearer ([\w.-]+)$/i.exec(header)?.[1];
  if (token === undefined) {
    if (access === 'public') return null;
    throw new Problem('unauthenticated', 'The Authorization header must be "Bearer <token>".', {
      pt: 'O cabeçalho Authorization tem de ser "Bearer <token>".',
    });
  }
  if (access === 'public') return verifier.verify(token).catch(() => null);
  const caller = await verifier.verify(token);
  if (access !== 'authenticated' && !isAllowed(caller.role, access)) {
    throw new Problem('forbidden', `The role ${caller.role} may not do this (${access}).`, {
      pt: `O perfil ${caller.role} não permite isto (${access}).`,
    });
  }
  return caller;
}

/** A body that was not read is one of another media type. */
export function requireMediaType(request: express.Request, { spec }: Route): void {
  const takesNone = spec.body === undefined && spec.upload === undefined;
  if (takesNone || request.body !== undefined) return;
  const isChunked = request.get('transfer-encoding') !== undefined;
  if (isChunked || Number(request.get('content-length') ?? 0) > 0) {
    const types = spec.upload?.types ?? ['application/json'];
    throw new Problem('unsupported_media_type', `Send the body as ${types.join(' or ')}.`, {
      pt: `Envie o corpo como ${types.join(' ou ')}.`,
    });
  }
}

interface Context {
  caller: Caller | null;
  exchange: { span: Span; startedAt: number };
  route: Route;
}

/** The request as routes take it. */
export function readRequest(
  request: express.Request,
  { caller, exchange: { span, startedAt }, route }: Context,
): RawRequest {
  const rawBody = rawBodies.get(request);
  return {
    params: request.params,
    query: request.query,
    body: route.spec.body !== undefined && request.body === undefined ? {} : request.body,
    rawBody,
    header: (name) => request.get(name),
    // Worked out when asked for: few routes do.
    get ip() {
      // A door for both families shows IPv4 as a part of IPv6.
      return request.ip?.replace(/^::ffff:(?=[\d.]+$)/, '') ?? '';
    },
    isSecure: request.secure,
    // Asked for by what is refused only.
    get language() {
      return preferredLanguage(request);
    },
    caller,
    receivedAt: startedAt,
    traceparent: traceparentOf(span),
    idempotency: route.isIdempotent
      ? idempotencyClaim({
          key: request.get('idempotency-key'),
          owner: caller?.userId ?? 'public',
          method: request.method,
          path: request.originalUrl,
          rawBody,
        })
      : null,
  };
}
