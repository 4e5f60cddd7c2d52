/** What the model says of an entry: the three likeliest categories, how sure it is, and the words that decided. */
import type { EntryText } from './entry-text.ts';
import { candidatesOf, type Model, scoreTerms, termsOf } from './model.ts';
import { softmax } from './softmax.ts';
import type { Term } from './vocabulary.ts';

export interface Reason {
  /** As it stands in the description; null: the size of the amount. */
  word: string | null;
  /** Its part of all that speaks for the category: 0 to 1. */
  share: number;
}

export interface Suggestion {
  categoryId: string;
  /** The chance that it is right, 0 to 1; over all categories of its kind they add up to 1. */
  confidence: number;
  /** The strongest first, at most three. */
  reasons: Reason[];
}

const maxSuggestions = 3;
const maxReasons = 3;

/** The likeliest first. */
export function suggest(model: Model, entry: EntryText): Suggestion[] {
  const terms = termsOf(model, entry);
  const candidates = candidatesOf(model.categories, entry.kind);
  const chances = softmax(scoreTerms(model, terms, candidates), model.temperature);
  return candidates
    .map((candidate, index) => ({ candidate, confidence: chances[index] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence || a.candidate - b.candidate)
    .slice(0, maxSuggestions)
    .map(({ candidate, confidence }) => ({
      categoryId: model.categories[candidate]?.id ?? '',
      confidence,
      reasons: explain(model, terms, { candidate, candidates }),
    }));
}

/** The first suggestion where it is sure enough; null: the model abstains. */
export function decide(suggestions: readonly Suggestion[], threshold: number): Suggestion | null {
  const [first] = suggestions;
  return first !== undefined && first.confidence >= threshold ? first : null;
}

/**
 * A feature speaks for a category with its value times how far its weight there is above its mean weight. An
 * n-gram speaks for the words that it was seen in.
 */
function explain(
  { coefficients: { classCount, weights } }: Model,
  terms: readonly Term[],
  { candidate, candidates }: { candidate: number; candidates: readonly number[] },
): Reason[] {
  const evidence = new Map<string | null, number>();
  for (const { position, value, words } of terms) {
    const weightFor = (index: number) => weights[position * classCount + index] ?? 0;
    const mean = candidates.reduce((sum, index) => sum + weightFor(index), 0) / candidates.length;
    const each = ((weightFor(candidate) - mean) * value) / words.length;
    for (const word of words) evidence.set(word, (evidence.get(word) ?? 0) + each);
  }
  const favourable = [...evidence].filter(([, weight]) => weight > 0);
  const total = favourable.reduce((sum, [, weight]) => sum + weight, 0);
  return favourable
    .sort(([, a], [, b]) => b - a)
    .slice(0, maxReasons)
    .map(([word, weight]) => ({ word, share: weight / total }));
}
