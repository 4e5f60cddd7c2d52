/** `docs/proof.md`: a section for each part, as the part itself printed it. */
import { stripVTControlCharacters } from 'node:util';

export interface Section {
  title: string;
  about: string;
  command: string;
  /** A day, `YYYY-MM-DD`. */
  day: string;
  commit: string;
  machine: string;
  minutes: number;
  exitCode: number;
  /** All that was printed. */
  output: string;
}

const introduction = `# Proof

What the shop withstands and how fast it is, as \`npm run prove\` has found it; nothing here was written by hand.
\`npm run prove -- <part>\` runs one part anew and replaces its section.
`;

/**
 * @param known the report as it is; empty: there is none yet
 * @param order the titles of all parts, as they are to stand
 */
export function withSection(known: string, section: Section, order: string[]): string {
  const sections = new Map(
    known
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [text.slice(3, text.indexOf('\n')), text.trimEnd()]),
  );
  sections.set(section.title, written(section));
  const inOrder = order.flatMap((title) => sections.get(title) ?? []);
  const missing = order.filter((title) => !sections.has(title));
  const rest = missing.length === 0 ? [] : [`Not run yet: ${missing.join(', ')}.`];
  return `${[introduction.trimEnd(), ...rest, ...inOrder].join('\n\n')}\n`;
}

function written(section: Section): string {
  const { title, about, command, day, commit, machine, minutes, exitCode, output } = section;
  const ending = exitCode === 0 ? 'nothing failed' : `**failed with exit code ${exitCode}**`;
  return `## ${title}

${about}

\`${command}\` on ${day}, commit ${commit}, in ${minutes} min: ${ending}. ${machine}

\`\`\`text
${readable(output)}
\`\`\``;
}

/** Without colours, npm's own lines, and more than one empty line. */
const readable = (output: string): string =>
  stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !line.startsWith('> '))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll('```', "'''")
    // A heading would begin a section of its own.
    .replaceAll(/^## /gm, ' ## ')
    .replace(/^\n+/, '')
    .trimEnd();
