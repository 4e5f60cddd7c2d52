/** What Tab does, for a press that the browser does not act on itself. */

const focusable = 'a[href], button, input, select, textarea, [tabindex]';

/** To the next of what takes the focus, within a dialog that it is in; from the end to the beginning. */
export function moveFocus(from: Element, { isBack }: { isBack: boolean }): void {
  const scope = from.closest('[role="dialog"]') ?? document;
  const all = [...scope.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) =>
      element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
  );
  const at = all.findIndex((element) => element === from);
  const next = isBack ? all.at(at === -1 ? -1 : at - 1) : (all[at + 1] ?? all[0]);
  next?.focus();
}
