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
  matching(typed: string): Iterable<Match>;
  /** Words that somebody may have meant. Digits are never guessed. */
  alike(typed: string): Iterable<Match>;
}

export function createSearchWords(): SearchWords {
  const entries = new Map<string, Entry>();
  return {
    add(word, place) {
      const entry = entries.get(word) ?? newEntry(word);
      entries.set(word, entry);
      entry.places.add(place);
    },
    remove(word, place) {
      const entry = entries.get(word);
      entry?.places.delete(place);
      if (entry?.places.size === 0) entries.delete(word);
    },
    *matching(typed) {
      const isShort = /^[\p{L}\p{N}]{1,2}$/u.test(typed);
      for (const { word, places } of entries.values()) {
        const isBeginning = word.startsWith(typed);
        if (isBeginning || (!isShort && word.includes(typed))) {
          yield { places, isBeginning, errors: 0 };
        }
      }
    },
    *alike(typed) {
      const { letters, hasDigit } = newEntry(typed);
      const most = hasDigit ? 0 : forgiven(typed);
      for (const entry of entries.values()) {
        if (entry.word.startsWith(typed)) {
          yield { places: entry.places, isBeginning: true, errors: 0 };
        } else if (most > 0 && !entry.hasDigit && bits(letters & ~entry.letters) <= most) {
          const errors = typingErrors(typed, entry.word);
          if (errors <= most) yield { places: entry.places, isBeginning: false, errors };
        }
      }
    },
  };
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
