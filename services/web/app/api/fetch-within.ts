/** `fetch` that ends: after a time limit or without a network it fails as an ApiProblem `offline`. */
import { currentLanguage } from '../i18n/language.ts';
import { noteAnswer, noteSilence } from '../offline/state.ts';
import { ApiProblem } from './api-problem.ts';

const timeoutMs = 20_000;

/** Rejects with ApiProblem `offline` when no answer came, and with the caller's own reason when it gave up. */
export async function fetchWithin(request: Request): Promise<Response> {
  // Of what is refused, in the language of the screen rather than in the browser's.
  request.headers.set('accept-language', currentLanguage());
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
