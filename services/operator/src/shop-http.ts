/** One HTTP call of a service of the shop: with a time limit, and what went wrong as a `ShopError`. */
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { NotLeaderError } from './kube/fence.ts';
import { withLimits } from './kube/with-limits.ts';
import { type HttpAnswer, type HttpRequest, sendHttp } from './send-http.ts';
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
  /** Asked in the last moment. Default: it may. */
  mayBeSent?: (() => boolean) | undefined;
}

/**
 * Answers what the body holds, undefined where there is none. Rejects with a `ShopError`, the
 * signal's reason, or a `NotLeaderError` where it may not be sent any more.
 */
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
      const answer = await sendHttp(requestOf(call), limited);
      if (answer.status < 200 || answer.status > 299) throw refusal(service, answer);
      return answer.text === '' ? undefined : JSON.parse(answer.text);
    });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof ShopError || cause instanceof NotLeaderError) throw cause;
    throw new ShopError({ service, message: `${service} cannot be reached.`, cause });
  }
}

function requestOf(call: HttpCall): HttpRequest {
  const { url, path, method, body, version, token, mayBeSent = () => true } = call;
  const text = body === undefined ? undefined : JSON.stringify(body);
  return {
    url: new URL(`${url}/api/v1${path}`),
    method,
    body: text,
    headers: {
      ...(text === undefined
        ? {}
        : {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(text)),
          }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(version === undefined ? {} : { 'if-match': formatEtag(version) }),
    },
    mayBeSent,
  };
}

function refusal(service: string, { status, headers, text }: HttpAnswer): ShopError {
  const problem = problemSchema.safeParse(readJson(text)).data;
  const fields = problem?.errors?.map(({ path, message }) => `${path} ${message}`) ?? [];
  const said = [problem?.detail ?? problem?.title ?? `${service} answered ${status}.`, ...fields];
  return new ShopError({
    service,
    status,
    code: problem?.code,
    message: said.join('; '),
    retryAfterMs: retryAfterMs(headers['retry-after']),
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
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
