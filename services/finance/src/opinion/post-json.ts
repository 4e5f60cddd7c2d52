/** Sends JSON and reads JSON, and takes nothing else for an answer. */

const maxAnswerBytes = 65_536;

export interface JsonRequest {
  url: URL;
  headers: Record<string, string>;
  body: unknown;
  signal: AbortSignal;
}

/** Rejects for any status but 200, for redirects (a key goes nowhere else), and for what is too long or no JSON. */
export async function postJson({ url, headers, body, signal }: JsonRequest): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'error',
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url.host} answered ${response.status}`);
  }
  return JSON.parse(await readText(response));
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxAnswerBytes) throw new Error(`an answer of more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
