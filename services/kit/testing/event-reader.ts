/** Reads server-sent events as a page would, one after the other. */

export interface EventReader {
  response: Response;
  /** The next block of lines, such as `event: a\ndata: 1`; null at the end. */
  next(): Promise<string | null>;
  /** The data of the next event, past heartbeats; null at the end. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read events of every shape and assert on them
  nextData(): Promise<any>;
  leave(): void;
}

export async function readEvents(
  url: string,
  token?: string,
  more: Record<string, string> = {},
): Promise<EventReader> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: { ...more, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    signal: leaving.signal,
  });
  const blocks = splitBlocks(response);
  const next = async () => (await blocks.next()).value ?? null;
  return {
    response,
    next,
    async nextData() {
      for (;;) {
        const block = await next();
        const data = block === null ? 'null' : /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) return JSON.parse(data);
      }
    },
    leave: () => leaving.abort(),
  };
}

async function* splitBlocks(response: Response): AsyncGenerator<string, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks;
  }
}
