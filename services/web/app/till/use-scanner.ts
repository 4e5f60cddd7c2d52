/** Listens to the keyboard before anybody else on the page, and hands scans to whoever wants them now. */
import { useEffect, useRef } from 'react';
import { type Editable, insertText, replaceText } from './insert-text.ts';
import { createScanner, scanGapMs, type Target } from './scanner.ts';

interface Ears {
  onScan: (code: string) => void;
  /** What a person typed while nothing had the focus. */
  onTyped: (text: string) => void;
}

/** One pair of ears for the document; those of the last render hear. */
export function useScanner(ears: Ears): void {
  const current = useRef(ears);
  current.current = ears;
  useEffect(() => listen(() => current.current), []);
}

type Taker = (text: string) => void;

/** A dialog takes the scans, or what is typed outside of its fields, while it is open: the latest one that asked. */
const scanTakers: Taker[] = [];
const typedTakers: Taker[] = [];

export const useScansFor = (onScan: Taker): void => useTaker(scanTakers, onScan);
export const useTypedFor = (onTyped: Taker): void => useTaker(typedTakers, onTyped);

function useTaker(takers: Taker[], take: Taker): void {
  const current = useRef(take);
  current.current = take;
  useEffect(() => {
    const taker: Taker = (text) => current.current(text);
    takers.push(taker);
    return () => void takers.splice(takers.indexOf(taker), 1);
  }, [takers]);
}

/**
 * When a pause shows that a person typed. Where nothing has the focus nobody waits to see the letter, and a busy
 * machine may hand over a scanner's next key late.
 */
const giveBackAfterMs: Record<Target, number> = { field: scanGapMs, elsewhere: 2.5 * scanGapMs };

function listen(ears: () => Ears): () => void {
  const scanner = createScanner();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the last pause has put into a field. */
  let given: Given | null = null;
  const giveBack = (text: string) => {
    if (text === '') return;
    const field = fieldOf(document.activeElement);
    if (field === null) (typedTakers.at(-1) ?? ears().onTyped)(text);
    else insertText(field, text);
  };
  const giveBackAfterPause = () => {
    const field = fieldOf(document.activeElement);
    const before = field && { field, value: field.value, caret: field.selectionStart };
    giveBack(scanner.takeTyped());
    given = before && { ...before, becameValue: before.field.value };
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // `?` alone is the help.
    if (event.key === '?' && fieldOf(event.target) === null) return;
    clearTimeout(timer);
    const target: Target = fieldOf(event.target) === null ? 'elsewhere' : 'field';
    // A press on a focused button is not the beginning of a code.
    if (event.key === ' ' && target === 'elsewhere') return;
    if (given === null || !isUntouched(given)) scanner.forgetTaken();
    const { typed, scan, isPassed, isLate } = scanner.press(event.key, event.timeStamp, target);
    if (isLate && given !== null) takeBack(given);
    giveBack(typed);
    if (!isPassed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      timer = setTimeout(giveBackAfterPause, giveBackAfterMs[target]);
    }
    if (scan !== null) (scanTakers.at(-1) ?? ears().onScan)(scan);
  };
  document.addEventListener('keydown', onKey, { capture: true });
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey, { capture: true });
  };
}

interface Given {
  field: Editable;
  /** Before, and where the cursor was; null in fields that have none to ask for. */
  value: string;
  caret: number | null;
  becameValue: string;
}

const isUntouched = ({ field, becameValue }: Given): boolean =>
  field === document.activeElement && field.value === becameValue;

function takeBack({ field, value, caret }: Given): void {
  replaceText(field, value);
  if (caret !== null) field.setSelectionRange(caret, caret);
}

const textTypes = /^(text|search|password|email|tel|number|url)$/;

function fieldOf(target: EventTarget | null): Editable | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && textTypes.test(target.type) ? target : null;
}
