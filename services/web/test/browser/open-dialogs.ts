/** Opens each dialog of a screen, as somebody does who tries every button. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { Page } from 'playwright-core';

const dialog = '[role=dialog], [role=alertdialog]';
/** What sends a form is not tried: it changes the shop. */
const buttons = {
  onScreen: 'main button:enabled:not([type=submit]), main ~ nav button:enabled',
  inDialog: '[role=dialog] button:enabled:not([type=submit])',
};

/**
 * The names of the buttons that can be pressed: those of the dialog that is open, else the screen's. Of the rows of a
 * table the first speaks for all.
 */
export function readButtons(page: Page): Promise<string[]> {
  return page.evaluate(({ onScreen, inDialog }) => {
    const isOpen = document.querySelector(inDialog) !== null;
    const names = [...document.querySelectorAll(isOpen ? inDialog : onScreen)]
      .filter((it) => it.checkVisibility())
      .filter((it) => it.closest('tr, li')?.matches(':first-child') ?? true)
      .map((it) => it.ariaLabel ?? it.textContent);
    return [...new Set(names)];
  }, buttons);
}

/** Presses the first button of this name; the title of the dialog that is open then, or null. */
export async function pressButton(
  page: Page,
  name: string,
  settled: () => Promise<void>,
): Promise<string | null> {
  await page.evaluate(
    ({ onScreen, inDialog, sought }) => {
      const isOpen = document.querySelector(inDialog) !== null;
      [...document.querySelectorAll<HTMLElement>(isOpen ? inDialog : onScreen)]
        .find((it) => (it.ariaLabel ?? it.textContent) === sought)
        ?.click();
    },
    { ...buttons, sought: name },
  );
  // What is loaded for it may be asked for a moment later.
  await settled();
  await settled();
  return page.evaluate(
    (opened) => document.querySelector(opened)?.querySelector('h1, h2, h3')?.textContent ?? null,
    dialog,
  );
}

/** As one leaves it without effect; one that is only just coming up does not hear the first key. */
export function leaveDialog(page: Page): Promise<void> {
  return eventually(async () => {
    const open = await page.locator(dialog).count();
    if (open > 0) await page.keyboard.press('Escape');
    assert.equal(open, 0, 'a dialog stays open');
  });
}
