/** A trained categoriser: plain data, the same in a worker thread, in the database and here. */
import type { CategoryKind } from '@balcao/contracts/api/entry-categories.ts';
import { type EntryText, featuresOf } from './entry-text.ts';
import { type Coefficients, type SparseRow, scoresOf } from './softmax-regression.ts';
import { type Term, type Vocabulary, vectorise } from './vocabulary.ts';

export interface ModelCategory {
  id: string;
  kind: CategoryKind;
}

export interface Model {
  /** In the order of the classes. */
  categories: ModelCategory[];
  vocabulary: Vocabulary;
  coefficients: Coefficients;
  /** What scores are divided by, so that of the entries with a confidence of 0.8 about 80 % are right. */
  temperature: number;
}

/** The classes of one kind: an income is never taken for an expense. */
export function candidatesOf(categories: readonly ModelCategory[], kind: CategoryKind): number[] {
  return [...categories.keys()].filter((index) => categories[index]?.kind === kind);
}

export function termsOf({ vocabulary }: Pick<Model, 'vocabulary'>, entry: EntryText): Term[] {
  return vectorise(vocabulary, featuresOf(entry));
}

export function sparse(terms: readonly Term[]): Pick<SparseRow, 'positions' | 'values'> {
  return {
    positions: Int32Array.from(terms, ({ position }) => position),
    values: Float64Array.from(terms, ({ value }) => value),
  };
}

/** The score of each candidate. */
export function scoreTerms(
  { coefficients }: Pick<Model, 'coefficients'>,
  terms: readonly Term[],
  candidates: readonly number[],
): number[] {
  return scoresOf(coefficients, { ...sparse(terms), candidates });
}
