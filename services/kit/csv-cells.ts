/** Cells of a CSV that people open in a spreadsheet: none runs as a formula, none breaks its row. */

const startsFormula = /^'*[=+\-@\t\r]/;
const isGuarded = /^'+[=+\-@\t\r]/;

/** What a spreadsheet of the country opens without asking: a byte order mark, semicolons, CR and LF. */
export const csvMark = '\ufeff';
const separator = ';';
const lineEnd = '\r\n';

/** A figure: written as it is, so that a spreadsheet calculates with it (`-1,50`). */
export interface CsvFigure {
  figure: string;
}

export type CsvCell = string | number | CsvFigure;

/**
 * Text that a spreadsheet would run as a formula gets one apostrophe more in front (OWASP, CSV injection).
 * So does text that looks guarded already, which is why `unguard` gives back every text exactly.
 */
export function guard(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text;
}

/** Takes one apostrophe from in front of what a spreadsheet would run as a formula. */
export function unguard(cell: string): string {
  return isGuarded.test(cell) ? cell.slice(1) : cell;
}

/** One row with its line end: text is guarded, numbers and figures are not. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(toCell).join(separator)}${lineEnd}`;
}

function toCell(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? quote(guard(cell)) : cell.figure;
}

/** Quoted where separators, quotes or line ends would break the row (RFC 4180). */
function quote(text: string): string {
  return /[;,"\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
