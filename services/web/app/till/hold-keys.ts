/**
 * Holds back what is pressed while an earlier key still has its effect: a dialog whose code is on its way, a code
 * that is being looked up. It is pressed afterwards, in its order, where it belongs by then; nothing is lost.
 */
import { insertText } from './insert-text.ts';
import { moveFocus } from './move-focus.ts';

let working = 0;
const held: KeyboardEvent[] = [];

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/** Until `work` is done, well or not. */
export async function holdKeys(work: Promise<unknown>): Promise<void> {
  working += 1;
  // On the window, so that it comes before the scanner's ears on the document.
  window.addEventListener('keydown', hold, { capture: true });
  try {
    await work;
  } finally {
    working -= 1;
    pressHeld();
    if (working === 0) window.removeEventListener('keydown', hold, { capture: true });
  }
}

function hold(event: KeyboardEvent): void {
  if (!event.isTrusted || event.isComposing || modifiers.has(event.key)) return;
  if (held.length === 0 && isWayfinding(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(event);
}

/**
 * Tab moves the focus and an arrow the cursor of a field, now and by the browser: nobody who goes through the screen by
 * keys is held up. Behind a key that waits they wait as well, since Tab may be the end of a scan.
 */
function isWayfinding({ key, target }: KeyboardEvent): boolean {
  if (key === 'Tab') return true;
  const isInField = target instanceof HTMLElement && target.matches('input, select, textarea');
  return isInField && key.startsWith('Arrow');
}

/** One of them may begin work of its own: the rest waits for that too. */
function pressHeld(): void {
  while (working === 0) {
    const next = held.shift();
    if (next === undefined) break;
    press(next);
  }
}

/** As the browser does it: first whoever listens, then the key's own effect where nobody took it. */
function press({ key, code, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent): void {
  const target = document.activeElement ?? document.body;
  const modified = { ctrlKey, shiftKey, altKey, metaKey };
  const again = new KeyboardEvent('keydown', {
    ...{ key, code, ...modified },
    bubbles: true,
    cancelable: true,
  });
  if (!target.dispatchEvent(again) || ctrlKey || altKey || metaKey) return;
  if (key === 'Tab') moveFocus(target, { isBack: shiftKey });
  else if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    if (key.length === 1) insertText(target, key);
    else if (key === 'Backspace') document.execCommand('delete');
    else if (key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
  } else if (key === 'Enter' && target instanceof HTMLElement) target.click();
}
