/** Reads `wordings.txt`: how entries of each category are worded, and what their slots are filled with. */
import { readFileSync } from 'node:fs';

export interface Section {
  category: string;
  /** How many rows to generate. */
  rows: number;
  /** The range of amounts, in reais. */
  fromReais: number;
  toReais: number;
  wordings: string[];
}

export interface Wordings {
  sections: Section[];
  /** What any category may be called by somebody in a hurry. */
  vague: string[];
  slots: Map<string, string[]>;
}

const heading = /^\[([\w-]+)\](?: (\d+) (\d+)–(\d+))?$/;

export function readWordings(): Wordings {
  const text = readFileSync(new URL('wordings.txt', import.meta.url), 'utf8');
  const sections: Section[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, category, rows, from, to] = heading.exec(line) ?? [];
    if (category === undefined) sections.at(-1)?.wordings.push(line);
    else {
      const [fromReais, toReais] = [Number(from), Number(to)];
      sections.push({ category, rows: Number(rows), fromReais, toReais, wordings: [] });
    }
  }
  const linesOf = (name: string) =>
    sections.find(({ category }) => category === name)?.wordings ?? [];
  return {
    sections: sections.filter(({ rows }) => rows > 0),
    vague: linesOf('vague'),
    slots: new Map(linesOf('slots').map(toSlot)),
  };
}

function toSlot(line: string): [string, string[]] {
  const [name = '', values = ''] = line.split(': ');
  return [name, values.split(', ')];
}
