/** The elements of an EMV QR code: ID (2 digits), LEN (2 digits), VALUE (EMVCo, merchant-presented mode, 3). */

export type Elements = [id: string, value: string][];

const maxValueLength = 99;

/** One after the other, in this order. Throws RangeError for a value that is empty or above 99 characters. */
export const writeElements = (elements: Elements): string =>
  elements.map(([id, value]) => `${id}${lengthOf(value)}${value}`).join('');

const lengthOf = (value: string): string => {
  if (value.length >= 1 && value.length <= maxValueLength)
    return String(value.length).padStart(2, '0');
  throw new RangeError(`a value has 1 to 99 characters, not ${value.length}`);
};

/** By their ids; undefined when a length leads past the end, is zero or no number, or an id comes twice. */
export const readElements = (text: string): Map<string, string> | undefined => {
  const elements = new Map<string, string>();
  for (let rest = text; rest !== ''; ) {
    const [, id = '', digits = ''] = /^(\d\d)(\d\d)/.exec(rest) ?? [];
    const length = Number(digits);
    const value = rest.slice(4, 4 + length);
    if (length === 0 || value.length < length || elements.has(id)) return undefined;
    elements.set(id, value);
    rest = rest.slice(4 + length);
  }
  return elements;
};
