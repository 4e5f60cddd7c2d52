/** One request of HTTP, sent when there is a connection for it, after a last look whether it still may be. */
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { NotLeaderError } from './kube/fence.ts';

export interface HttpRequest {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  /**
   * Asked in the moment before the first byte goes: a process that was asleep while its connection was being opened
   * knows only then that its time is over.
   */
  mayBeSent: () => boolean;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const plain = new HttpAgent({ keepAlive: true });
const secure = new HttpsAgent({ keepAlive: true });

/** Rejects with a `NotLeaderError` where it may not be sent, with the signal's reason, or with the network's error. */
export function sendHttp(call: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const { url, method, headers, body, mayBeSent } = call;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal };
    const sent = isSecure
      ? httpsRequest(url, { ...options, agent: secure })
      : httpRequest(url, { ...options, agent: plain });
    const send = () => (mayBeSent() ? sent.end(body) : sent.destroy(new NotLeaderError()));
    const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error);
    // It may come after the head too, when nobody listens to the promise any more.
    sent.on('error', fail);
    sent.once('socket', (socket) => {
      if (sent.reusedSocket) send();
      else socket.once(isSecure ? 'secureConnect' : 'connect', send);
    });
    sent.once('response', (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: read }),
        fail,
      );
    });
  });
}
