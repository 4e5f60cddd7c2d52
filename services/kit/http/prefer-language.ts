/** Which of our languages a caller reads: what `Accept-Language` prefers, else English. */
import type express from 'express';

export type Language = 'en' | 'pt';

export const preferredLanguage = (request: express.Request): Language =>
  request.acceptsLanguages('en', 'pt') === 'pt' ? 'pt' : 'en';
