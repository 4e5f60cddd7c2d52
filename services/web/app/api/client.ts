/** The one way to the services: typed by their OpenAPI documents, with the session's token, failing as ApiProblem. */
import createClient from 'openapi-fetch';
import { accessTokenFor, renewSession } from '../session/session.ts';
import { ApiProblem, problemOf } from './api-problem.ts';
import { fetchWithin } from './fetch-within.ts';
import type { paths as AuthPaths } from './generated/auth.ts';
import type { paths as FinancePaths } from './generated/finance.ts';
import type { paths as InventoryPaths } from './generated/inventory.ts';
import type { paths as MarketPaths } from './generated/market-analyzer.ts';
import type { paths as NotifierPaths } from './generated/notifier.ts';
import type { paths as PaymentPaths } from './generated/payment.ts';
import type { paths as ProductPaths } from './generated/product.ts';
import type { paths as SalesPaths } from './generated/sales.ts';

type Paths = AuthPaths &
  FinancePaths &
  InventoryPaths &
  MarketPaths &
  NotifierPaths &
  PaymentPaths &
  ProductPaths &
  SalesPaths;

/** `api.GET('/api/v1/products', { params: { query: { q } } })`; give it to `answer`, which throws what went wrong. */
export const api = createClient<Paths>({ baseUrl: '', fetch: send });

/**
 * With the session's token; one that was refused is renewed once, and the request made again with the new one.
 * Rejects with ApiProblem `offline` where no answer came.
 */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await accessTokenFor(request.signal);
  if (token === null) return fetchWithin(request);
  const response = await fetchWithin(withToken(request, token));
  if (response.status !== 401) return response;
  const renewed = await renewSession();
  return renewed === null ? response : fetchWithin(withToken(again, renewed));
}

function withToken(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a request that succeeded. Throws ApiProblem: what the service said, or `offline` where nothing came. */
export async function answer<Data>(request: Promise<Result<Data>>): Promise<Data> {
  return (await answerWithHeaders(request)).data;
}

/** The same with the answer's headers, such as `ETag`. Throws ApiProblem. */
export async function answerWithHeaders<Data>(
  request: Promise<Result<Data>>,
): Promise<{ data: Data; headers: Headers }> {
  const { data, error, response } = await request;
  if (error !== undefined || data === undefined) throw problemOf(error, response);
  return { data, headers: response.headers };
}

/** Of a request that is answered without a body. Throws ApiProblem. */
export async function done(request: Promise<Result<unknown>>): Promise<void> {
  const { error, response } = await request;
  if (!response.ok) throw problemOf(error, response);
}

/** Whether a failure is the network's or the service's absence: worth another attempt with the same key. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'offline' || error.status >= 500);
