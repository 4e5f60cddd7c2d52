/** The bytes of a CSV file as text, whatever program wrote them, and the separator that it uses. */
import { isUtf8 } from 'node:buffer';
import { Problem } from '@balcao/kit/problem.ts';

const separators = [';', ',', '\t'] as const;
export type Separator = (typeof separators)[number];

/**
 * UTF-8 with or without a byte order mark, UTF-16 with one (Excel's "Unicode text"), else Latin-1 as Windows
 * has it (1252). Latin-1 is never refused: every byte means something in it. Throws `malformed_request` for
 * what says that it is UTF-8 and is not, and for NUL bytes.
 */
export function decodeCsv(bytes: Buffer): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) {
    throw new Problem('malformed_request', 'The file is no text: it holds NUL bytes.', {
      pt: 'O arquivo não é texto: ele contém bytes NUL.',
    });
  }
  return text;
}

function encodingOf(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    throw new Problem('malformed_request', 'The file begins as UTF-8 and is not valid UTF-8.', {
      pt: 'O arquivo começa como UTF-8 e não é UTF-8 válido.',
    });
  }
  return 'windows-1252';
}

/** What separates the names in the first line, outside quotes; the semicolon when there is but one name. */
export function separatorOf(text: string): Separator {
  const [header = ''] = text.split(/\r\n|\n|\r/, 1);
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = separators.map((separator) => bare.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ';';
}
