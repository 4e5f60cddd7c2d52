/** A language model that is asked for a second opinion: one small interface, one small file for each wire format. */
import type { Question } from './question.ts';

export interface OpinionProvider {
  name: string;
  /** The text that it answers; rejects when it does not answer, or not in its format. */
  ask(question: Question, signal: AbortSignal): Promise<string>;
}

/** Where it is and what it is called there. */
export interface ProviderAddress {
  url: string;
  apiKey: string;
  model: string;
}

/** What an answer of one line needs at most, with room for a model that thinks aloud first. */
export const maxAnswerTokens = 256;
