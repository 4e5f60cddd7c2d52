/** One request to the API server: credentials of client-node's KubeConfig over Node's own HTTP. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { AnswerError } from './answer-error.ts';

/** What is needed of client-node's `KubeConfig`. */
export interface Credentials {
  getCurrentCluster(): { server: string; proxyUrl?: string | undefined } | null;
  /** Adds headers and TLS material as they are now: tokens and certificates are renewed while we run. */
  applyToHTTPSOptions(options: RequestOptions): Promise<void>;
}

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean | undefined> | undefined;
  body?: object | undefined;
  /** Of the body. */
  mediaType?: string | undefined;
  /** Of the answer. Default: JSON. */
  accept?: string | undefined;
}

export interface Connection {
  /**
   * Resolves with the head of the answer, whatever its status is. When the signal is aborted the connection is closed:
   * before the head this rejects with the signal's reason, after it the body breaks off.
   */
  send(call: HttpCall, signal: AbortSignal): Promise<IncomingMessage>;
  /** Closes what is idle. */
  close(): void;
}

const json = 'application/json';

/**
 * client-node's own calls and watches open a connection, with a TLS handshake, for each request: it makes a dispatcher
 * for each. Here all of them share one pool; a new token or certificate is taken up with the next request.
 */
export function createConnection(credentials: Credentials, userAgent: string): Connection {
  const cluster = credentials.getCurrentCluster();
  if (cluster === null) throw new Error('There is no current cluster in the configuration.');
  const base = new URL(cluster.server);
  const isSecure = base.protocol === 'https:';
  const pool = isSecure ? new Agent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = isSecure ? request : httpRequest;

  return {
    async send(call, signal) {
      const { method, path, query, body, mediaType = json, accept = json } = call;
      const text = body === undefined ? undefined : JSON.stringify(body);
      const options: RequestOptions = { method, headers: {} };
      await credentials.applyToHTTPSOptions(options);
      // Credentials may take long (a program that asks somebody): nobody may wait for the answer any more.
      signal.throwIfAborted();
      const { agent } = options;
      Object.assign(options, {
        agent: cluster.proxyUrl === undefined ? pool : agent,
        headers: {
          ...options.headers,
          Accept: accept,
          'User-Agent': userAgent,
          ...(text === undefined
            ? {}
            : { 'Content-Type': mediaType, 'Content-Length': Buffer.byteLength(text) }),
        },
      });
      return new Promise((resolve, reject) => {
        const sent = send(urlOf(base, path, query), options, resolve);
        const abort = () => void sent.destroy();
        signal.addEventListener('abort', abort, { once: true });
        sent.once('close', () => signal.removeEventListener('abort', abort));
        // It may come after the head too, when nobody listens to the promise any more.
        sent.on('error', (cause) =>
          reject(
            signal.aborted ? signal.reason : new AnswerError('broken', cause.message, { cause }),
          ),
        );
        sent.setNoDelay(true);
        sent.setSocketKeepAlive(true, 30_000);
        if (method === 'GET') sent.end();
        else
          sent.once('socket', (socket) => {
            const isOpen = sent.reusedSocket || cluster.proxyUrl !== undefined;
            afterTimers(isOpen ? undefined : socket, () => sent.destroyed || sent.end(text));
          });
      });
    },
    close: () => pool.destroy(),
  };
}

/**
 * When there is a connection, and when timers that are due have run: in a process that was asleep meanwhile one of them
 * ends the term, whose signal then breaks off what has not been sent.
 *
 * @param opening the connection, where it is still being opened
 */
function afterTimers(opening: Socket | undefined, write: () => void): void {
  const soon = () => setTimeout(write, 0);
  if (opening === undefined) soon();
  else opening.once(opening instanceof TLSSocket ? 'secureConnect' : 'connect', soon);
}

function urlOf(base: URL, path: string, query: HttpCall['query'] = {}): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}${path}`;
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}
