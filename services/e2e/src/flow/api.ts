/** The flow's HTTP client. Every answer is parsed by the contract, so that the flow proves that as well. */
import { serviceOf } from '@balcao/contracts/prefixes.ts';
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { isProblemCode, type ProblemCode, problemCodes } from '@balcao/contracts/problems.ts';
import { ContractBreach, UnexpectedAnswer } from './failure.ts';

interface Issues {
  issues: { path: PropertyKey[]; message: string }[];
}

/** What the flow needs of a contract's zod schema. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Issues };
}

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/api/v1`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer<T> {
  body: T;
  headers: Headers;
}

export interface Api {
  /** GET that must answer 200. */
  get<T>(path: string, schema: Schema<T>): Promise<T>;
  /** GET that must answer 200 with what is no JSON: a page. */
  getText(path: string): Promise<string>;
  /** POST that must answer 201: something was made. */
  create<T>(path: string, body: unknown, schema: Schema<T>): Promise<T>;
  /** POST that must answer 200: something was done. */
  act<T>(path: string, body: unknown, schema: Schema<T>): Promise<T>;
  /** Any request that must answer this status; gives the headers too. */
  send<T>(request: ApiRequest, status: number, schema: Schema<T>): Promise<Answer<T>>;
  /** Any request that must answer 204. */
  sendAway(request: ApiRequest): Promise<void>;
  /** Any request that must be refused with this problem. */
  refused(request: ApiRequest, code: ProblemCode): Promise<void>;
}

/** Longer than the longest wait that a service grants. */
const timeoutMs = 40_000;

interface RawAnswer {
  request: string;
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** Calls `<url>/api/v1…`, with a token when one is given. */
export function createApi(url: string, token?: string): Api {
  const call = (request: ApiRequest) => exchange(url, token, request);
  const send = async <T>(request: ApiRequest, status: number, schema: Schema<T>) => {
    const answer = await call(request);
    requireStatus(answer, status);
    return { body: parsed(answer, schema), headers: answer.headers };
  };
  const post = async <T>(request: Omit<ApiRequest, 'method'>, status: number, schema: Schema<T>) =>
    (await send({ method: 'POST', ...request }, status, schema)).body;
  return {
    get: async (path, schema) => (await send({ method: 'GET', path }, 200, schema)).body,
    async getText(path) {
      const answer = await call({ method: 'GET', path });
      requireStatus(answer, 200);
      return answer.text;
    },
    create: (path, body, schema) => post({ path, body }, 201, schema),
    act: (path, body, schema) => post({ path, body }, 200, schema),
    send,
    async sendAway(request) {
      requireStatus(await call(request), 204);
    },
    async refused(request, code) {
      requireProblem(await call(request), code);
    },
  };
}

async function exchange(
  url: string,
  token: string | undefined,
  { method, path, body, headers }: ApiRequest,
): Promise<RawAnswer> {
  const request = `${method} ${path}`;
  const response = await fetch(`${addressOf(url, path)}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw unreachable(request, cause);
  });
  const text = await response.text();
  if (response.status < 500 && response.headers.get('x-trace-id') === null) {
    throw new ContractBreach(request, 'there is no X-Trace-Id');
  }
  return { request, status: response.status, headers: response.headers, text, body: json(text) };
}

/** Inside a cluster no front is needed: `{service}` in the address is whoever answers the path. */
function addressOf(url: string, path: string): string {
  return url.replace('{service}', serviceOf(path) ?? '');
}

/** fetch hides why it failed in the cause. */
function unreachable(request: string, error: unknown): UnexpectedAnswer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const actual = cause instanceof Error ? cause.message || cause.name : String(cause);
  const expected = 'an answer (does the shop run, and is --url right?)';
  return new UnexpectedAnswer(request, { expected, actual });
}

/** Undefined for what is not JSON: no schema takes it, and no problem is read from it. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed<T>({ request, body }: RawAnswer, schema: Schema<T>): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const texts = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ContractBreach(request, texts.join('; '));
}

function requireStatus(answer: RawAnswer, status: number): void {
  if (answer.status === status) return;
  throw unexpected(answer, String(status));
}

function unexpected(answer: RawAnswer, expected: string): UnexpectedAnswer {
  const problem = problemSchema.safeParse(answer.body);
  if (!problem.success) {
    return new UnexpectedAnswer(answer.request, { expected, actual: String(answer.status) });
  }
  const { code, detail, title, traceId } = problem.data;
  const trace = traceId === undefined ? '' : ` (trace ${traceId})`;
  const actual = `${answer.status} ${code}: ${detail ?? title}${trace}`;
  return new UnexpectedAnswer(answer.request, { expected, actual, code });
}

function requireProblem(answer: RawAnswer, code: ProblemCode): void {
  const { status } = problemCodes[code];
  if (answer.status !== status) throw unexpected(answer, `${status} ${code}`);
  const type = answer.headers.get('content-type') ?? 'none';
  if (!type.startsWith('application/problem+json')) {
    throw new ContractBreach(answer.request, `a problem has the content type ${type}`);
  }
  const problem = parsed(answer, problemSchema);
  if (!isProblemCode(problem.code)) {
    throw new ContractBreach(answer.request, `there is no problem code ${problem.code}`);
  }
  if (problem.code !== code) throw unexpected(answer, `${status} ${code}`);
}
