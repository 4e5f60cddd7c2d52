/** What the one field at the top takes, and how it looks. */

export type EntryMode =
  /** `typed` came while nothing had the focus. */
  | { kind: 'search'; typed: string; isFocused: boolean }
  /** Of one line, whatever is scanned meanwhile. */
  | { kind: 'quantity'; lineKey: string }
  | { kind: 'discount' };

export interface EntryProps {
  /** Entered or left: the field is the search again, and the keys are the till's. */
  onDone: () => void;
}

export const entryLook =
  'min-h-14 w-full rounded-md border border-line-strong bg-surface px-4 text-lg text-ink placeholder:text-ink-soft';
