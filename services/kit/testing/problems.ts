/** Holds answers against RFC 9457 and the table of problems. */
import assert from 'node:assert/strict';
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { type ProblemCode, problemCodes, problemType } from '@balcao/contracts/problems.ts';
import type { ApiResponse } from './api-client.ts';

/** Holds an answer against the one shape that every problem has. */
export function assertProblem(answer: ApiResponse, code: ProblemCode): void {
  assert.equal(answer.body?.code, code, JSON.stringify(answer.body));
  assert.equal(answer.status, problemCodes[code].status);
  assert.equal(answer.body.status, answer.status);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const problem = problemSchema.parse(answer.body);
  assert.equal(problem.type, problemType(code));
  assert.equal(problem.title, problemCodes[code].title);
  assert.ok(problem.detail);
  assert.match(problem.traceId ?? '', /^[0-9a-f]{32}$/);
  assert.equal(answer.headers.get('x-trace-id'), problem.traceId);
}
