/** The one way to the services: typed by their OpenAPI documents, with the session's token, failing as ApiProblem. */
import createClient, { type Middleware } from 'openapi-fetch';
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

const session: Middleware = {
  async onRequest({ request }) {
    const token = await accessTokenFor(request.signal);
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
};

/** `api.GET('/api/v1/products', { params: { query: { q } } })`; give it to `answer`, which throws what went wrong. */
export const api = createClient<Paths>({ baseUrl: '', fetch: fetchWithSession });
api.use(session);

/** A token that was refused is renewed once, and the request made again with the new one. */
async function fetchWithSession(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchWithin(request);
  if (response.status !== 401 || !request.headers.has('authorization')) return response;
  const token = await renewSession();
  if (token === null) return response;
  again.headers.set('authorization', `Bearer ${token}`);
  return fetchWithin(again);
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
