/** Calls to the API server: each in its time, put off when the server asks for that, counted by verb and code. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { AnswerError } from './answer-error.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import type { Connection, HttpCall } from './connection.ts';
import { KubeError, toKubeError } from './kube-error.ts';
import type { KubeMetrics } from './kube-metrics.ts';
import type { ResourceType } from './resource-type.ts';
import { withLimits } from './with-limits.ts';

/** Verbs as RBAC has them. */
export type Verb = 'list' | 'watch' | 'get' | 'create' | 'update' | 'patch' | 'delete';

export interface Call extends HttpCall {
  verb: Verb;
  type: ResourceType;
}

export interface CallOptions {
  metrics: KubeMetrics;
  /** For one attempt at a call, and for opening a watch. Default 15 s. */
  timeoutMs?: number | undefined;
  /** How often a call is tried that the server puts off. Default 5. */
  attempts?: number | undefined;
  clock?: Clock | undefined;
}

export interface Calls {
  /** The JSON of the answer; rejects as `Cluster` says. */
  call(call: Call, signal: AbortSignal): Promise<unknown>;
  /** The answer, whose body is still to come; the signal goes on to hold for it. */
  open(call: Call, signal: AbortSignal): Promise<IncomingMessage>;
}

/** No server puts us off for longer at a time: the queue has other work. */
const longestWaitMs = 30_000;

export function createCalls(connection: Connection, options: CallOptions): Calls {
  const { metrics, timeoutMs = 15_000, attempts = 5, clock = systemClock } = options;

  /** Counts the attempt when its head has come, or when it has failed. */
  async function open(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
    const { verb, type } = call;
    const beganMs = clock.nowMs();
    let code = 'none';
    try {
      const message = await connection.send(call, signal);
      code = String(message.statusCode);
      if (message.statusCode === 200 || message.statusCode === 201) return message;
      throw await refusal(message);
    } finally {
      metrics.apiCalls.inc({ verb, resource: type.plural, code });
      metrics.apiDuration.observe({ verb }, (clock.nowMs() - beganMs) / 1000);
    }
  }

  function attempt(call: Call, signal: AbortSignal): Promise<unknown> {
    const onLate = () => new AnswerError('late', `No whole answer within ${timeoutMs / 1000} s.`);
    return withLimits({ signals: [signal], timeoutMs, onLate, clock }, async (limited) => {
      const message = await open(call, limited);
      try {
        return parse(await text(message));
      } catch (error) {
        if (limited.aborted) throw limited.reason;
        throw error instanceof AnswerError ? error : broken(error);
      }
    });
  }

  return {
    open,
    async call(call, signal) {
      for (let left = attempts; ; left -= 1) {
        try {
          return await attempt(call, signal);
        } catch (error) {
          const waitMs = putOffMs(error);
          if (waitMs === undefined || left <= 1) throw error;
          await pause(clock, Math.min(waitMs, longestWaitMs), signal);
          signal.throwIfAborted();
        }
      }
    },
  };
}

/** For how long the server puts this off; undefined where it does not, and who calls has to decide. */
function putOffMs(error: unknown): number | undefined {
  if (!(error instanceof KubeError)) return undefined;
  if (error.status === 429) return error.retryAfterMs ?? 1_000;
  return error.status >= 500 ? error.retryAfterMs : undefined;
}

/** A proxy's refusal may be HTML, and may break off: the status is what counts. */
async function refusal(message: IncomingMessage): Promise<KubeError> {
  const body = await text(message)
    .then(parse)
    .catch(() => undefined);
  return toKubeError(message.statusCode ?? 0, body, message.headers['retry-after']);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AnswerError('unreadable', 'The answer is no JSON.', { cause });
  }
}

const broken = (cause: unknown): AnswerError =>
  new AnswerError('broken', `The answer broke off: ${String(cause)}`, { cause });
