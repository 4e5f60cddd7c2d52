/** Which of our languages a caller reads: what `Accept-Language` prefers, else English. */
import type { IncomingMessage } from 'node:http';
import express from 'express';

export type Language = 'en' | 'pt';

/** Express needs no more of a request than its headers: it is asked of one that no app has taken, too. */
export const preferredLanguage = (request: IncomingMessage): Language =>
  express.request.acceptsLanguages.call(request, 'en', 'pt') === 'pt' ? 'pt' : 'en';
