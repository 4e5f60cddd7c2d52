/** One request, repeated with its key until it is answered, whatever happens to the shop meanwhile. */

export interface StubbornCall {
  method: 'POST' | 'PUT';
  path: string;
  body?: object;
  /** The `Idempotency-Key`: the same for each repeat. */
  key: string;
}

export interface Caller {
  url: () => string;
  token: () => Promise<string>;
}

const giveUpAfterMs = 120_000;
const pauseMs = 50;

/** Answers the body, as text, of the first answer of 2xx. Throws at one of 4xx, which no repeat would change. */
export async function callStubbornly(caller: Caller, call: StubbornCall): Promise<string> {
  const deadline = Date.now() + giveUpAfterMs;
  for (;;) {
    const { status, text } = await callOnce(caller, call).catch(() => ({ status: 0, text: '' }));
    if (status >= 200 && status < 300) return text;
    if (status >= 400 && status < 500 && status !== 401) {
      throw new Error(`${call.method} ${call.path}: ${status} ${text}`);
    }
    if (Date.now() > deadline) throw new Error(`${call.method} ${call.path} was not answered`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function callOnce({ url, token }: Caller, { method, path, body = {}, key }: StubbornCall) {
  const response = await fetch(`${url()}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await token()}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, text: await response.text() };
}
