/** A table as CSV for a spreadsheet of the country: semicolons, a mark of UTF-8, no text that would run as a formula. */

const mark = '\uFEFF';

/** Lines end as RFC 4180 says. Figures are texts already, such as `39,90`: no number is formatted here. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  mark + rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('');

const figure = /^-?\d[\d.]*(,\d+)?%?$/;

function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !figure.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
