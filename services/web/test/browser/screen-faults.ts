/** What is wrong with the screen that a page shows, by the means of a machine: each fault in one line. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that another theme can break. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** By axe, at WCAG 2.2 AA: the rule, the element, and what to do about it. */
export const axeFaults = (page: Page): Promise<string[]> =>
  run(new AxeBuilder({ page }).withTags(wcag));

/** By axe, of the colours alone. */
export const colourFaults = (page: Page): Promise<string[]> =>
  run(new AxeBuilder({ page }).withRules(ofColours));

async function run(axe: AxeBuilder): Promise<string[]> {
  // In the page itself: the other way opens a second page for each look.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** A page has one main landmark, which holds its one heading of the first level. */
export function landmarkFaults(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['main', 'h1', 'main h1'].flatMap((selector) => {
      const { length } = document.querySelectorAll(selector);
      return length === 1 ? [] : [`${length} elements are ${selector}`];
    }),
  );
}

/** What can be reached by the keyboard and does not show that it was. */
export async function focusFaults(page: Page): Promise<string[]> {
  // After a key the browser shows the focus wherever it goes.
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const reachable = 'a[href], button:enabled, input:enabled, select:enabled, [tabindex="0"]';
    const isSeen = (it: HTMLElement) => {
      it.focus();
      const { outlineStyle, boxShadow } = getComputedStyle(it);
      return document.activeElement !== it || outlineStyle !== 'none' || boxShadow !== 'none';
    };
    const faults = [...document.querySelectorAll<HTMLElement>(reachable)]
      .filter((it) => it.checkVisibility() && !isSeen(it))
      .map((it) => `has no visible focus: ${it.outerHTML.slice(0, 200)}`);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return faults;
  });
}

/** What makes the page wider than its window, so that all of it has to be pushed about. */
export function overflowFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const widest = [...document.querySelectorAll('body *')]
      .filter((it) => it.getBoundingClientRect().right > clientWidth + 1)
      .filter((it) => it.closest('.overflow-x-auto') === null)
      .slice(0, 3)
      .map((it) => it.outerHTML.slice(0, 200));
    return [`is ${scrollWidth} px wide in a window of ${clientWidth}: ${widest.join(' ')}`];
  });
}
