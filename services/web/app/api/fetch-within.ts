/** `fetch` that ends: after a time limit or without a network it fails as an ApiProblem `offline`. */
import { noteAnswer, noteSilence } from '../offline/state.ts';
import { ApiProblem } from './api-problem.ts';

const timeoutMs = 20_000;

/** Rejects with ApiProblem `offline` when no answer came, and with the caller's own reason when it gave up. */
export async function fetchWithin(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
    });
    noteAnswer();
    return response;
  } catch (cause) {
    request.signal.throwIfAborted();
    noteSilence();
    throw new ApiProblem(
      { code: 'offline', status: 0, title: 'The shop did not answer' },
      { cause },
    );
  }
}
