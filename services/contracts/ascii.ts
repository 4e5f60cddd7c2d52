/** Text for machines that know no accents: codes at the counter, files for scales. */

/** Letters that Unicode does not take apart into a letter and its accent. */
const letters: Record<string, string> = {
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  Ð: 'D',
  ð: 'd',
  Đ: 'D',
  đ: 'd',
  Ł: 'L',
  ł: 'l',
  Þ: 'Th',
  þ: 'th',
  ẞ: 'SS',
  ß: 'ss',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};

/** Printable ASCII: accents are taken off, what has no counterpart is left out, spaces are single and inside only. */
export const toAscii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/gu, (character) =>
      /\s/.test(character) ? ' ' : (letters[character] ?? ''),
    )
    .replace(/ +/g, ' ')
    .trim();
