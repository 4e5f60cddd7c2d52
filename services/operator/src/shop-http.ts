/** One HTTP call of a service of the shop: with a time limit, and what went wrong as a `ShopError`. */
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { withLimits } from './kube/with-limits.ts';
import { ShopError } from './shop-error.ts';

export interface HttpCall {
  service: string;
  /** The service's address without `/api/v1`. */
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/api/v1`. */
  path: string;
  body?: unknown;
  /** The version that is changed or deleted. */
  version?: number | undefined;
  token?: string | undefined;
}

/** Answers what the body holds, undefined where there is none. Rejects with a `ShopError`, or the signal's reason. */
export async function callHttp(
  call: HttpCall,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<unknown> {
  const { service } = call;
  const onLate = () =>
    new ShopError({ service, message: `${service} gave no answer within ${timeoutMs / 1000} s.` });
  try {
    return await withLimits({ signals: [signal], timeoutMs, onLate }, async (limited) => {
      const response = await fetch(`${call.url}/api/v1${call.path}`, requestOf(call, limited));
      const text = await response.text();
      if (!response.ok) throw refusal(service, response, text);
      return text === '' ? undefined : JSON.parse(text);
    });
  } catch (cause) {
    if (signal.aborted || cause instanceof ShopError) throw cause;
    throw new ShopError({ service, message: `${service} cannot be reached.`, cause });
  }
}

function requestOf({ method, body, version, token }: HttpCall, signal: AbortSignal): RequestInit {
  return {
    method,
    signal,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(version === undefined ? {} : { 'if-match': formatEtag(version) }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

function refusal(service: string, response: Response, text: string): ShopError {
  const { status, headers } = response;
  const problem = problemSchema.safeParse(readJson(text)).data;
  const fields = problem?.errors?.map(({ path, message }) => `${path} ${message}`) ?? [];
  const said = [problem?.detail ?? problem?.title ?? `${service} answered ${status}.`, ...fields];
  return new ShopError({
    service,
    status,
    code: problem?.code,
    message: said.join('; '),
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Our services say it in seconds. */
function retryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
