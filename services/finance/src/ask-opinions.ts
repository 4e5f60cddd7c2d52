/**
 * Asks a language model about the entries that the shop's own model is not sure of: after the commit that wanted
 * it, and outside of any transaction. Nothing waits for the answer, and nothing depends on it.
 */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import type { OpinionProvider } from './opinion/provider.ts';
import { maskDescription } from './opinion/public-words.ts';
import { askFor, type Choice, readAnswer } from './opinion/question.ts';
import {
  dropDecided,
  putOffQuestion,
  readChoices,
  returnQuestion,
  spendCall,
  storeOpinion,
  type TakenQuestion,
  takeQuestions,
} from './opinion-store.ts';
import { insertDecisions, readSuggestions } from './suggestion-store.ts';

export interface OpinionDeps {
  db: Database;
  outbox: Outbox;
  provider: OpinionProvider;
  /** What may leave the shop. */
  words: ReadonlySet<string>;
  timeoutMs: number;
  dailyCalls: number;
  /** The shop's clock. */
  now: () => Date;
  log: Logger;
  count: (outcome: 'given' | 'unknown' | 'retried' | 'failed' | 'over_budget') => void;
}

type Choices = (Choice & { id: string })[];

const maxAtOnce = 4;
const maxAttempts = 3;
const retryAfterMs = 30_000;
/** What recording an answer may take, on top of the call itself. */
const leaseMarginMs = 15_000;

/** Asks all that is due; resolves when nothing more is. */
export async function askOpinions(deps: OpinionDeps, stopping: AbortSignal): Promise<void> {
  const leaseMs = deps.timeoutMs + leaseMarginMs;
  await dropDecided(deps.db);
  while (!stopping.aborted) {
    const questions = await takeQuestions(deps.db, { limit: maxAtOnce, leaseMs });
    if (questions.length === 0) return;
    const choices: Choices = await readChoices(deps.db);
    await Promise.all(questions.map((question) => askOne(question, { choices, stopping }, deps)));
  }
}

async function askOne(
  question: TakenQuestion,
  { choices, stopping }: { choices: Choices; stopping: AbortSignal },
  deps: OpinionDeps,
): Promise<void> {
  const { db, provider, words, timeoutMs, dailyCalls, count } = deps;
  const description = maskDescription(question.description, words) ?? '';
  if (!(await spendCall(db, dailyCalls))) {
    count('over_budget');
    return returnQuestion(db, question.entryId, 'tomorrow');
  }
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
    const answer = await provider.ask(askFor(choices, { ...question, description }), signal);
    const slug = readAnswer(answer, choices);
    const categoryId = choices.find((choice) => choice.slug === slug)?.id ?? null;
    await db.transaction((tx) =>
      recordOpinion(tx, { entryId: question.entryId, categoryId }, deps),
    );
    count(categoryId === null ? 'unknown' : 'given');
  } catch (error) {
    if (stopping.aborted) await returnQuestion(db, question.entryId, 'now');
    else await putOff(question, error, deps);
  }
}

/** Two that are not sure are, where they say the same: the opinion counts if it is among the model's suggestions. */
async function recordOpinion(
  tx: Tx,
  { entryId, categoryId }: { entryId: string; categoryId: string | null },
  { provider, outbox, now }: OpinionDeps,
): Promise<void> {
  await storeOpinion(tx, { entryId, categoryId, provider: provider.name });
  const stored = await readSuggestions(tx, entryId);
  const agreed = stored?.suggestions.find((suggestion) => suggestion.categoryId === categoryId);
  if (stored === undefined || agreed === undefined) return;
  const { modelVersion } = stored;
  const decision = { entryId, categoryId: agreed.categoryId, confidence: agreed.confidence };
  const accepted = await insertDecisions(tx, [decision], { modelVersion, decidedAt: now() });
  if (!accepted.has(entryId)) return;
  outbox.add(tx, [event('entry.categorized', entryId, { ...decision, by: 'model', modelVersion })]);
}

async function putOff(
  { entryId, attempts }: TakenQuestion,
  error: unknown,
  { db, log, count }: OpinionDeps,
): Promise<void> {
  const isLast = attempts >= maxAttempts;
  log.warn({ err: error, entryId, attempts }, 'no second opinion on a category');
  count(isLast ? 'failed' : 'retried');
  const delayMs = isLast ? null : retryAfterMs * attempts;
  await putOffQuestion(db, entryId, { error: String(error), delayMs });
}
