/** What a person does and sees on a page, in the words of the tests. */
import type { Locator, Page } from 'playwright-core';

export interface Hands {
  /** Opens an address and waits for its heading. */
  show(path: string): Promise<void>;
  /** A button, by all of its name. */
  press(name: string): Promise<void>;
  /** A field of the page or of its dialog, by all of its label. */
  field(label: string): Locator;
  /** A button of the dialog, by all of its name. */
  confirm(name: string): Promise<void>;
  /** Text that is somewhere; a message is there twice for a moment: once to be seen, once to be read out. */
  sees(text: string | RegExp): Promise<void>;
  /** The rows of tables that hold this text. */
  row(text: string): Locator;
  dialog: Locator;
}

export function handsOn(page: Page): Hands {
  const dialog = page.getByRole('dialog');
  return {
    async show(path) {
      await page.goto(path);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    },
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    sees: (text) => page.getByText(text).first().waitFor(),
    row: (text) => page.getByRole('row').filter({ hasText: text }),
    field: (label) => page.getByLabel(label, { exact: true }),
    confirm: (name) => dialog.getByRole('button', { name, exact: true }).click(),
    dialog,
  };
}
