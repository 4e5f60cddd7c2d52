/** A lean HTTP client for load: keep-alive, JSON in, status and text out. */
import { Agent, request } from 'node:http';

export interface LoadClient {
  call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>;
  close(): void;
}

/** Calls `<url>/api/v1<path>` as the bearer of a token, over at most `connections` sockets. */
export function createLoadClient(url: string, token: string, connections: number): LoadClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  return {
    call(method, path, body) {
      const content = body === undefined ? undefined : JSON.stringify(body);
      return new Promise((resolve, reject) => {
        const outgoing = request(
          {
            agent,
            hostname,
            port,
            method,
            path: `/api/v1${path}`,
            headers: {
              authorization: `Bearer ${token}`,
              ...(content === undefined
                ? {}
                : {
                    'content-type': 'application/json',
                    'content-length': Buffer.byteLength(content),
                  }),
            },
          },
          (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (chunk: string) => {
              text += chunk;
            });
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
            answer.on('error', reject);
          },
        );
        outgoing.on('error', reject);
        outgoing.end(content);
      });
    },
    close: () => agent.destroy(),
  };
}
