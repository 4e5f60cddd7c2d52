/** A table of Markdown, padded as the formatter wants it. */

export function table(title: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = title.map((_, column) =>
    Math.max(3, ...[title, ...body].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[], filler = ' ') =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, filler)).join(' | ')} |`;
  return [line(title), line([], '-'), ...body.map((row) => line(row))].join('\n');
}

export const code = (text: string): string => `\`${text}\``;
