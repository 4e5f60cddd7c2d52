/** Fields of fixed-width files in ASCII: numbers padded left with zeros, texts right with spaces and cut. */

/** A number that its field cannot hold: it is refused, never cut. */
export class FieldTooNarrowError extends RangeError {
  constructor(what: string, value: number | string, width: number) {
    super(`the ${what} ${value} has more than ${width} digits`);
    this.name = 'FieldTooNarrowError';
  }
}

/** Digits or a whole number of at most `width` digits. Throws FieldTooNarrowError, which says `what` it was. */
export function numberField(what: string, value: number | string, width: number): string {
  const digits = String(value);
  if (digits.length > width) throw new FieldTooNarrowError(what, value, width);
  return digits.padStart(width, '0');
}

export function textField(text: string, width: number): string {
  return asciiText(text).slice(0, width).padEnd(width, ' ');
}

const withoutDecomposition: Record<string, string> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Ł: 'L',
  Þ: 'TH',
  ß: 'SS',
  ẞ: 'SS',
  º: 'O',
  ª: 'A',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};

/** `Coração à moda` → `CORACAO A MODA`: upper case without accents; what ASCII lacks becomes `?`. */
export function asciiText(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const letters = [...plain].map((letter) => withoutDecomposition[letter] ?? letter);
  return letters
    .join('')
    .replace(/\s/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?');
}
