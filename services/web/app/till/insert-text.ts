import { flushSync } from 'react-dom';

export type Editable = HTMLInputElement | HTMLTextAreaElement;

/** As if it were typed: at the cursor, with the event that the field's owner listens to, before the next key. */
export function insertText(field: Editable, text: string): void {
  flushSync(() => {
    field.focus();
    // The only way that keeps the field's own undo and fires the input event as typing does; a number or e-mail
    // field has no selection to work on otherwise.
    document.execCommand('insertText', false, text);
  });
}

/** All that is in it becomes this, as if it were selected and typed over. */
export function replaceText(field: Editable, text: string): void {
  field.select();
  if (text === '') flushSync(() => document.execCommand('delete'));
  else insertText(field, text);
}
