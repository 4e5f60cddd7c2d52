/** A language model's server for tests: it remembers what it was asked, and can go wrong in many ways. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Asked {
  path: string;
  headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests read requests of every format and assert on them
  body: any;
}

export type Behaviour = (response: ServerResponse) => void;

export interface OpinionServer {
  url: string;
  asked: Asked[];
  /** What it does with the next requests. */
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

export const json =
  (body: unknown, status = 200): Behaviour =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));

/** An answer in either format. */
export const anthropicSays = (text: string) => json({ content: [{ type: 'text', text }] });
export const openAiSays = (content: string) => json({ choices: [{ message: { content } }] });

export const faults: Record<string, Behaviour> = {
  'is over its limit': json({ error: { type: 'rate_limit_error' } }, 429),
  'has an error of its own': json({}, 500),
  'sends a page': (response) => void response.end('<html>Sorry</html>'),
  'sends half of its answer': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"content":');
    setImmediate(() => response.destroy());
  },
  'hangs up': (response) => void response.destroy(),
  'says nothing': () => undefined,
  'sends somebody else': (response) =>
    void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
  'never ends': (response) => void response.end(' '.repeat(100_000)),
  'speaks another format': json({ answer: 'energy' }),
};

export async function startOpinionServer(): Promise<OpinionServer> {
  const asked: Asked[] = [];
  let behaviour = anthropicSays('none');
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    asked.push({ path: request.url ?? '', headers: request.headers, body });
    behaviour(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    behave: (next) => {
      behaviour = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
