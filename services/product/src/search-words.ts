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

const separator = '\n';

export function createSearchWords(): SearchWords {
  const entries = new Map<string, Entry>();
  const list = createWordList(entries);
  return {
    add(word, place) {
      let entry = entries.get(word);
      if (entry === undefined) {
        entry = newEntry(word);
        entries.set(word, entry);
        list.forget();
      }
      entry.places.add(place);
    },
    remove(word, place) {
      const entry = entries.get(word);
      entry?.places.delete(place);
      if (entry?.places.size !== 0) return;
      entries.delete(word);
      list.forget();
    },
    matching(typed) {
      const isShort = /^[\p{L}\p{N}]{1,2}$/u.test(typed);
      return list.containing(typed, isShort).map(({ word, places }) => {
        return { places, isBeginning: word.startsWith(typed), errors: 0 };
      });
    },
    alike(typed) {
      const { letters, hasDigit } = newEntry(typed);
      const most = hasDigit ? 0 : forgiven(typed);
      const matches = list.containing(typed, true).map(({ places }) => {
        return { places, isBeginning: true, errors: 0 };
      });
      if (most === 0) return matches;
      for (const entry of list.written()) {
        if (bits(letters & ~entry.letters) > most) continue;
        const errors = typingErrors(typed, entry.word);
        if (errors <= most) matches.push({ places: entry.places, isBeginning: false, errors });
      }
      return matches;
    },
  };
}

/**
 * All words in one text, each between separators: looking through it is one call, and ten times as fast as
 * asking word after word. Made anew when it is needed after words have come or gone.
 */
function createWordList(entries: ReadonlyMap<string, Entry>) {
  let made: { text: string; starts: number[]; all: Entry[]; written: Entry[] } | undefined;

  function make() {
    const all = [...entries.values()];
    const starts: number[] = [];
    let length = 0;
    for (const { word } of all) {
      starts.push(length);
      length += word.length + 1;
    }
    const text = all.map(({ word }) => `${separator}${word}`).join('');
    return { text, starts, all, written: all.filter(({ hasDigit }) => !hasDigit) };
  }

  return {
    forget() {
      made = undefined;
    },
    /** Words without digits: those that can be guessed. */
    written(): Entry[] {
      made ??= make();
      return made.written;
    },
    containing(typed: string, isBeginning: boolean): Entry[] {
      made ??= make();
      const { text, starts, all } = made;
      const wanted = isBeginning ? `${separator}${typed}` : typed;
      const found: Entry[] = [];
      for (let at = text.indexOf(wanted); at !== -1; ) {
        const place = lastAtOrBefore(starts, at);
        const entry = all[place];
        if (entry !== undefined) found.push(entry);
        const next = starts[place + 1];
        at = next === undefined ? -1 : text.indexOf(wanted, next);
      }
      return found;
    },
  };
}

/** The place of the greatest number that is not above `value`, in sorted numbers that begin with 0. */
function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
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
