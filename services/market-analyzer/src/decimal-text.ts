/** Decimals as people and spreadsheets write them. */

/**
 * `5,43`, `1.234,56` and `1,234.56` as `5.43` and `1234.56`, digit for digit. A single point or comma is the
 * decimal one, since prices of markets have any number of decimals. What is no decimal comes back as it was.
 */
export function toDecimal(text: string): string {
  const point = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (point < 0) return text;
  const whole = text.slice(0, point);
  const mark = text[point] === '.' ? ',' : '.';
  const grouped = new RegExp(`^-?\\d{1,3}(\\${mark}\\d{3})+$`);
  if (!/^-?\d+$/.test(whole) && !grouped.test(whole)) return text;
  return `${whole.replaceAll(mark, '')}.${text.slice(point + 1)}`;
}
