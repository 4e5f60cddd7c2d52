/**
 * Tells a barcode scanner from a person: its keys come less than 100 ms apart and end on Enter or Tab
 * (counter.md, Speed and ease). What may be a scan is held back until that is known, so that it lands nowhere.
 */

export const scanGapMs = 100;

/** Where keys would go if nobody held them back. */
export type Target = 'field' | 'elsewhere';

export interface Heard {
  /** A pause has given back what this key proves to be the beginning of a code: a busy machine handed it over late. */
  isLate: boolean;
  /** Held back by earlier presses, and a person's after all: to be put where it was typed. */
  typed: string;
  /** A code that was scanned. */
  scan: string | null;
  /** Whether this press goes on to the page; if not, it is held back or was the end of a scan. */
  isPassed: boolean;
}

export interface Scanner {
  /** `atMs` on any clock that only rises. */
  press(key: string, atMs: number, target: Target): Heard;
  /** What is held back; to be asked when the gap has passed without another press. A late key may claim it. */
  takeTyped(): string;
  /** No late key claims what was taken last: it cannot be had back. */
  forgetTaken(): void;
}

/** Shorter ones are a hand on the number pad: a tender, a quantity. */
const shortestInField = 8;
const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/** In a field only what cannot be words: digits of a barcode, or a receipt's code. */
const isCode = (text: string, target: Target): boolean =>
  target === 'field'
    ? (/^\d+$/.test(text) && text.length >= shortestInField) || uuid.test(text)
    : /\d/.test(text);

export function createScanner(): Scanner {
  let held = '';
  /** Given back by a pause. */
  let paused = '';
  let lastMs = Number.NEGATIVE_INFINITY;

  const takeHeld = (): string => {
    const typed = held;
    held = '';
    return typed;
  };
  const pass = (typed = ''): Answer => ({ typed, scan: null, isPassed: true });

  /** Words that are typed into a field appear at once: only what begins with a digit may be a code there. */
  const mayBegin = (key: string, target: Target) => target === 'elsewhere' || /\d/.test(key);

  const hold = (key: string, atMs: number, typed: string): Answer => {
    held += key;
    lastMs = atMs;
    return { typed, scan: null, isPassed: false };
  };

  const end = (target: Target): Answer => {
    const text = takeHeld();
    if (isCode(text, target)) return { typed: '', scan: text, isPassed: false };
    // Outside of a field the words go to the search, and this Enter must not pay.
    return { typed: text, scan: null, isPassed: target === 'field' || text === '' };
  };

  const answer = (key: string, isFast: boolean, { atMs, target }: Press): Answer => {
    const typed = isFast ? '' : takeHeld();
    if (key.length === 1) {
      return held !== '' || mayBegin(key, target) ? hold(key, atMs, typed) : pass(typed);
    }
    return isEnd(key) && held !== '' ? end(target) : pass(typed + takeHeld());
  };

  return {
    takeTyped() {
      paused = takeHeld();
      return paused;
    },
    forgetTaken() {
      paused = '';
    },
    press(key, atMs, target) {
      // A scanner holds Shift for capitals and colons.
      if (key === 'Shift') return { ...pass(), isLate: false };
      const isFast = atMs - lastMs < scanGapMs;
      const isLate = isFast && paused !== '' && (key.length === 1 || isEnd(key));
      if (isLate) held = paused;
      paused = '';
      return { ...answer(key, isFast, { atMs, target }), isLate };
    },
  };
}

type Answer = Omit<Heard, 'isLate'>;

interface Press {
  atMs: number;
  target: Target;
}

const isEnd = (key: string) => key === 'Enter' || key === 'Tab';
