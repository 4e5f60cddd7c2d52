/** What may leave the shop of a description: words of a public list, so that no name and no document can be among them. */
import { readFileSync } from 'node:fs';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';

export function readPublicWords(): ReadonlySet<string> {
  const text = readFileSync(new URL('../../data/public-words.txt', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return new Set(lines.flatMap((line) => line.split(' ')).filter((word) => word !== ''));
}

const left = '…';

/** Everything that is not on the list, numbers included, is one `…`; null where nothing but that would be left. */
export function maskDescription(description: string, words: ReadonlySet<string>): string | null {
  const tokens = description.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  const shown = tokens.map((token) => {
    const word = normaliseText(token);
    return words.has(word) ? word : left;
  });
  if (shown.every((word) => word === left)) return null;
  return shown.filter((word, at) => word !== left || shown[at - 1] !== left).join(' ');
}
