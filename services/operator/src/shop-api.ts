/** The API of one shop as its machine account sees it: a token, a rate limit, a few retries. */
import { tokenResponse } from '@balcao/contracts/api/machines.ts';
import type { z } from 'zod';
import { backoffMs } from './kube/backoff.ts';
import { type Clock, pause, systemClock } from './kube/clock.ts';
import { createTokenBucket, type RateOptions } from './kube/token-bucket.ts';
import type { ShopAccess } from './shop-access.ts';
import { isPassing, ShopError } from './shop-error.ts';
import { callHttp, type HttpCall } from './shop-http.ts';

export interface ShopCall<Schema extends z.ZodType>
  extends Pick<HttpCall, 'method' | 'path' | 'body' | 'version'> {
  service: 'market-analyzer' | 'notifier';
  answer: Schema;
}

export interface ShopApi {
  /**
   * Every call may be made twice: ids are the caller's, changes name a version. Rejects with a `ShopError` when the
   * service refuses, gives no answer or one that its contract does not know.
   */
  call<Schema extends z.ZodType>(
    call: ShopCall<Schema>,
    signal: AbortSignal,
  ): Promise<z.output<Schema>>;
}

export interface ShopApiOptions {
  access: ShopAccess;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  /** For one attempt. Default 10 s. */
  timeoutMs?: number | undefined;
  /** Calls of this shop for one kind of object, whose controller has this API to itself. Default 100 a second, 100 at once. */
  rate?: RateOptions | undefined;
  /** Asked in the last moment before a write: what leads no longer writes nothing. Default: it may. */
  mayWrite?: (() => boolean) | undefined;
}

const attempts = 3;
const backoff = { baseMs: 250, maxMs: 4_000 };
/** Whoever asks for more is asked again by the queue. */
const longestWaitMs = 5_000;
/** A token is renewed while it still holds, so that none expires on its way. */
const renewBeforeMs = 30_000;

export function createShopApi(options: ShopApiOptions): ShopApi {
  const { access, clock = systemClock, random = Math.random, timeoutMs = 10_000 } = options;
  const { mayWrite = () => true } = options;
  const bucket = createTokenBucket(options.rate ?? { perSecond: 100, burst: 100 }, clock);
  const tokens = createTokens({ access, clock, timeoutMs });

  async function attempt(call: Omit<HttpCall, 'url' | 'token'>, signal: AbortSignal) {
    await bucket.take(signal);
    signal.throwIfAborted();
    const token = await tokens.current(signal);
    const url =
      call.service === 'notifier' ? access['notifier-url'] : access['market-analyzer-url'];
    const mayBeSent = call.method === 'GET' ? undefined : mayWrite;
    try {
      return await callHttp({ ...call, url, token, mayBeSent }, timeoutMs, signal);
    } catch (error) {
      // A session that was ended, a key that is gone: the next attempt has a new token.
      if (error instanceof ShopError && error.status === 401) tokens.forget(token);
      throw error;
    }
  }

  return {
    async call({ answer, ...call }, signal) {
      for (let failed = 0; ; failed += 1) {
        try {
          const parsed = answer.safeParse(await attempt(call, signal));
          if (parsed.success) return parsed.data;
          throw unknownAnswer(call.service, parsed.error);
        } catch (error) {
          const waitMs = waitAfter(error, backoffMs(backoff, failed, random()));
          if (failed + 1 >= attempts || waitMs === undefined) throw error;
          await pause(clock, waitMs, signal);
        }
      }
    },
  };
}

/** In milliseconds; undefined where another attempt now would be of no use. */
function waitAfter(error: unknown, delayMs: number): number | undefined {
  if (!(error instanceof ShopError)) return undefined;
  if (error.status === 401 && error.service !== 'auth') return 0;
  if (!isPassing(error)) return undefined;
  const { retryAfterMs = 0 } = error;
  return retryAfterMs > longestWaitMs ? undefined : Math.max(retryAfterMs, delayMs);
}

function unknownAnswer(service: string, cause: z.ZodError): ShopError {
  return new ShopError({
    service,
    status: 200,
    message: `${service} answered something else.`,
    cause,
  });
}

interface TokenOptions {
  access: ShopAccess;
  clock: Clock;
  timeoutMs: number;
}

/** The token that is in use; however many ask for one, one is fetched. */
function createTokens({ access, clock, timeoutMs }: TokenOptions) {
  let held: { token: string; untilMs: number } | undefined;
  let coming: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const { clientId, clientSecret } = access;
    const call = {
      service: 'auth',
      url: access['auth-url'],
      method: 'POST',
      path: '/auth/token',
    } as const;
    // On behalf of all who wait: no single one's signal may end it.
    const body = { clientId, clientSecret };
    const found = await callHttp({ ...call, body }, timeoutMs, new AbortController().signal);
    const { accessToken, expiresInSeconds } = tokenResponse.parse(found);
    const lifeMs = expiresInSeconds * 1000;
    held = {
      token: accessToken,
      untilMs: clock.nowMs() + Math.max(lifeMs - renewBeforeMs, lifeMs / 2),
    };
    return accessToken;
  }

  return {
    async current(signal: AbortSignal): Promise<string> {
      if (held !== undefined && clock.nowMs() < held.untilMs) return held.token;
      coming ??= fetchToken().finally(() => {
        coming = undefined;
      });
      const token = await coming;
      signal.throwIfAborted();
      return token;
    },
    forget(token: string): void {
      if (held?.token === token) held = undefined;
    },
  };
}
