/** What is answered where no route answers: nobody is there, or it failed. */
import type express from 'express';
import { Problem } from '../problem.ts';
import { failSpan } from '../telemetry.ts';
import { asProblem, languageOf, problemDocument } from './errors.ts';
import { exchangeOf, type ObserveOptions } from './observe.ts';
import { preferredLanguage } from './prefer-language.ts';
import { apiPrefix, type Route } from './route.ts';

/** `not_found`, or `method_not_allowed` with the methods that the address has. */
export function refuseUnknown(routes: Route[]): express.RequestHandler {
  const known = routes.map(({ spec }) => ({
    method: spec.method.toUpperCase(),
    pattern: new RegExp(`^${apiPrefix}${spec.path.replace(/:\w+/g, '[^/]+')}/?$`),
  }));
  return (request, response) => {
    const methods = known
      .filter(({ pattern }) => pattern.test(request.path))
      .map(({ method }) => method);
    if (methods.length === 0) {
      throw new Problem('not_found', 'There is nothing at this address.', {
        pt: 'Não há nada neste endereço.',
      });
    }
    response.set('Allow', methods.join(', '));
    throw new Problem('method_not_allowed', `Use ${methods.join(' or ')} here.`, {
      pt: `Use ${methods.join(' ou ')} aqui.`,
    });
  };
}

/** The problem that an error is, in the language of who asks. */
export function answerError({
  log,
  service,
}: Pick<ObserveOptions, 'log' | 'service'>): express.ErrorRequestHandler {
  return (error, request, response, _next) => {
    const problem = asProblem(error);
    const { span, traceId } = exchangeOf(response);
    if (problem.status >= 500) {
      failSpan(span, error);
      const level = problem.code === 'internal' ? 'error' : 'warn';
      log[level]({ err: error, service, method: request.method, path: request.path }, 'failed');
    }
    if (response.headersSent) return void response.destroy();
    const retryAfter = problem.options.retryAfterSeconds;
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
    const preferred = preferredLanguage(request);
    response
      .status(problem.status)
      .type('application/problem+json')
      .set('Content-Language', languageOf(problem, preferred))
      .send(JSON.stringify(problemDocument(problem, traceId, preferred)));
  };
}
