/** The words of the catalogue in memory, each with the places of the products that it occurs in. */
import { forgiven, typingErrors } from './edit-distance.ts';

interface Entry {
  word: string;
  /** A bit for each letter from a to z that it has: what cannot be alike is seen at once. */
  letters: number;
  hasDigit: boolean;
  places: Set<number>;
}

export interface Match {
  places: ReadonlySet<number>;
  isBeginning: boolean;
  /** Letters that were mistyped. */
  errors: number;
}

export interface SearchWords {
  add(word: string, place: number): void;
  remove(word: string, place: number): void;
  /** Words that `typed` begins or, from three characters on or with signs, occurs in. */
  matching(typed: string): Match[];
  /** Words that somebody may have meant. Digits are never guessed. */
  alike(typed: string): Match[];
}

const start = '\n';
const gramLength = 3;

export function createSearchWords(): SearchWords {
  const entries = new Map<string, Entry>();
  const grams = createGramIndex();
  /** Words without digits: those that can be guessed. */
  const written = new Set<Entry>();
  return {
    add(word, place) {
      let entry = entries.get(word);
      if (entry === undefined) {
        entry = newEntry(word);
        entries.set(word, entry);
        grams.add(entry);
        if (!entry.hasDigit) written.add(entry);
      }
      entry.places.add(place);
    },
    remove(word, place) {
      const entry = entries.get(word);
      if (entry === undefined) return;
      entry.places.delete(place);
      if (entry.places.size > 0) return;
      entries.delete(word);
      grams.remove(entry);
      written.delete(entry);
    },
    matching(typed) {
      const isShort = /^[\p{L}\p{N}]{1,2}$/u.test(typed);
      const found = isShort ? grams.beginning(typed) : grams.containing(typed, entries.values());
      return found.map(({ word, places }) => {
        return { places, isBeginning: word.startsWith(typed), errors: 0 };
      });
    },
    alike(typed) {
      const { letters, hasDigit } = newEntry(typed);
      const most = hasDigit ? 0 : forgiven(typed);
      const matches = grams.beginning(typed).map(({ places }) => {
        return { places, isBeginning: true, errors: 0 };
      });
      if (most === 0) return matches;
      for (const entry of written) {
        if (bits(letters & ~entry.letters) > most) continue;
        const errors = typingErrors(typed, entry.word);
        if (errors <= most) matches.push({ places: entry.places, isBeginning: false, errors });
      }
      return matches;
    },
  };
}

/**
 * Words by each three characters in a row that they have, the mark of their start among them, and by the first
 * one alone: whatever is looked for, only the words that share its rarest gram are looked at.
 */
function createGramIndex() {
  const byGram = new Map<string, Set<Entry>>();
  const none: ReadonlySet<Entry> = new Set();

  /** The fewest words of which one can have `text` in it. */
  function candidates(text: string): ReadonlySet<Entry> {
    const sets = gramsIn(text).map((gram) => byGram.get(gram) ?? none);
    return sets.reduce((fewest, set) => (set.size < fewest.size ? set : fewest), sets[0] ?? none);
  }

  return {
    add(entry: Entry) {
      for (const gram of gramsOf(entry.word)) {
        const set = byGram.get(gram) ?? new Set();
        byGram.set(gram, set.add(entry));
      }
    },
    remove(entry: Entry) {
      for (const gram of gramsOf(entry.word)) {
        const set = byGram.get(gram);
        set?.delete(entry);
        if (set?.size === 0) byGram.delete(gram);
      }
    },
    beginning(typed: string): Entry[] {
      return [...candidates(`${start}${typed}`)].filter(({ word }) => word.startsWith(typed));
    },
    /** What is too short for a gram is looked for in `all`. */
    containing(typed: string, all: Iterable<Entry>): Entry[] {
      const some = typed.length < gramLength ? all : candidates(typed);
      return [...some].filter(({ word }) => word.includes(typed));
    },
  };
}

/** Of a word: those of its marked text, and its first character with the mark. */
function gramsOf(word: string): Set<string> {
  const marked = `${start}${word}`;
  return new Set([marked.slice(0, gramLength - 1), ...gramsIn(marked)]);
}

/** A text that is shorter than a gram is the only one. */
function gramsIn(text: string): string[] {
  const count = Math.max(text.length - gramLength + 1, 1);
  return Array.from({ length: count }, (_none, at) => text.slice(at, at + gramLength));
}

function newEntry(word: string): Entry {
  let letters = 0;
  for (const letter of word) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) letters |= 1 << place;
  }
  return { word, letters, hasDigit: /\d/.test(word), places: new Set() };
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
