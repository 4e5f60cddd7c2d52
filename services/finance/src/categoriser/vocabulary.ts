/** TF-IDF: turns the features of an entry into numbers, the rarer a feature the larger. */
import { type Block, blocks, type Feature } from './entry-text.ts';

export interface Vocabulary {
  /** Name of a feature → its position. */
  positions: ReadonlyMap<string, number>;
  /** By position. */
  idf: Float64Array;
}

export interface Term {
  position: number;
  value: number;
  /** The words that it was seen in. */
  words: (string | null)[];
}

/** The amount says less than the words do. */
const blockLength: Record<Block, number> = { word: 1, gram: 1, amount: 0.5 };

/**
 * Takes the features of many entries, one after the other: those of all at once would fill the memory. An n-gram
 * that was seen in one entry only tells nothing that its word does not. idf = ln((1 + n) / (1 + df)) + 1, smoothed
 * as if one more entry had every feature (scikit-learn, TfidfTransformer).
 */
export function fitVocabulary(entries: Iterable<Feature[]>): Vocabulary {
  const counts = new Map<string, number>();
  let total = 0;
  for (const features of entries) {
    total += 1;
    for (const name of new Set(features.map((feature) => feature.name))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const kept = [...counts].filter(([name, count]) => count > 1 || !name.startsWith('gram '));
  return {
    positions: new Map(kept.map(([name], position) => [name, position])),
    idf: Float64Array.from(kept, ([_name, count]) => Math.log((1 + total) / (1 + count)) + 1),
  };
}

/** The known features with (1 + ln tf) × idf, each block brought to its length. */
export function vectorise({ positions, idf }: Vocabulary, features: Feature[]): Term[] {
  return blocks.flatMap((block) => {
    const terms = new Map<number, Term>();
    for (const feature of features) {
      const position = feature.block === block ? positions.get(feature.name) : undefined;
      if (position === undefined) continue;
      const term = terms.get(position) ?? { position, value: 0, words: [] };
      term.words.push(feature.word);
      terms.set(position, term);
    }
    for (const term of terms.values()) {
      term.value = (1 + Math.log(term.words.length)) * (idf[term.position] ?? 0);
    }
    return scaleTo(blockLength[block], [...terms.values()]);
  });
}

function scaleTo(length: number, terms: Term[]): Term[] {
  const norm = Math.hypot(...terms.map(({ value }) => value));
  return terms.map((term) => ({ ...term, value: (term.value * length) / norm }));
}
