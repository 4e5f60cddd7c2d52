/** What a language model is asked, and how its answer is read. */

export interface Question {
  instructions: string;
  text: string;
}

export interface Choice {
  slug: string;
  name: string;
}

/** `description` is masked; of the amount (in centavos) only the size is told: its first digit. */
export function askFor(
  choices: readonly Choice[],
  { description, amountMinor }: { description: string; amountMinor: number },
): Question {
  const list = choices.map(({ slug, name }) => `${slug}: ${name}`).join('\n');
  return {
    instructions:
      "You file the expenses of a Brazilian butcher's shop. Answer with the code of one category from the " +
      `list and nothing else, or with "none" if you do not know. "…" stands for what was left out.\n\n${list}`,
    text: `${description}\nabout R$ ${Number((amountMinor / 100).toPrecision(1))}`,
  };
}

/** The slug that it names; null for none, and for whatever else it says. */
export function readAnswer(answer: string, choices: readonly Choice[]): string | null {
  const said = answer
    .trim()
    .toLowerCase()
    .replace(/^["'`]|["'`.]+$/g, '');
  return choices.find(({ slug }) => slug === said)?.slug ?? null;
}
