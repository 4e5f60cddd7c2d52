/** Somebody else's server that takes a channel's messages: it keeps them, and says yes or no as it is told. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface WebhookReceiver {
  url: string;
  /** The messages that came with a right signature. */
  bodies: string[];
  /** What it answers from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

export async function openWebhookReceiver(secret: string): Promise<WebhookReceiver> {
  const bodies: string[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (isSigned(String(request.headers['balcao-signature']), body, secret)) bodies.push(body);
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/avisos`,
    bodies,
    answer: (next) => {
      status = next;
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">` */
function isSigned(signature: string, body: string, secret: string): boolean {
  const [, time = '', code = ''] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(signature) ?? [];
  return code === createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
}
