/**
 * A receipt as bytes for a thermal printer: ESC/POS (Epson's command reference), 48 columns, code page 860
 * (Portuguese), QR code by the printer itself.
 */
import type { Receipt, Row } from './receipt.ts';

const columns = 48;

const command = {
  initialise: [0x1b, 0x40],
  /** ESC t 3: the code page PC860. */
  portuguese: [0x1b, 0x74, 3],
  left: [0x1b, 0x61, 0],
  centre: [0x1b, 0x61, 1],
  bold: [0x1b, 0x45, 1],
  plain: [0x1b, 0x45, 0],
  large: [0x1d, 0x21, 0x11],
  normal: [0x1d, 0x21, 0],
  /** GS V 66: feeds past the blade and cuts. */
  cut: [0x1d, 0x56, 66, 3],
} as const;

/** The bytes that print and cut the receipt. */
export function renderEscPos(receipt: Receipt): Buffer {
  const rule = '-'.repeat(columns);
  const block = (rows: Row[]) => (rows.length === 0 ? [] : [...rows.flatMap(columnsOf), rule]);
  const items = receipt.items.flatMap(({ title, detail, totalText }) => [
    ...wrap(title, columns),
    ...columnsOf([`    ${detail}`, totalText]),
  ]);
  return Buffer.concat([
    Buffer.from([...command.initialise, ...command.portuguese, ...command.centre]),
    // Twice as wide: half as many columns.
    Buffer.from([...command.large, ...command.bold]),
    lines(wrap(receipt.shopName, columns / 2)),
    Buffer.from([...command.normal, ...command.plain]),
    lines(receipt.shopLines.flatMap((line) => wrap(line, columns))),
    Buffer.from(command.left),
    lines([rule, ...block(receipt.facts), ...items, rule, ...receipt.sums.flatMap(columnsOf)]),
    Buffer.from(command.bold),
    lines(columnsOf(receipt.total)),
    Buffer.from(command.plain),
    lines([rule, ...block(receipt.payments), ...block(receipt.refunds)]),
    lines(receipt.note === null ? [] : [...wrap(receipt.note, columns), rule]),
    Buffer.from(command.centre),
    qrCode(receipt.qrText),
    lines(receipt.footer.flatMap((line) => wrap(line, columns))),
    Buffer.from(command.cut),
  ]);
}

/** GS ( k: model 2, modules of 6 dots, error correction M; then the data, then print. */
function qrCode(text: string): Buffer {
  const data = Buffer.from(text, 'latin1');
  const store = data.length + 3;
  return Buffer.concat([
    Buffer.from([0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0]),
    Buffer.from([0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, 6]),
    Buffer.from([0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31]),
    Buffer.from([0x1d, 0x28, 0x6b, store & 0xff, store >> 8, 0x31, 0x50, 0x30]),
    data,
    Buffer.from([0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30]),
  ]);
}

function lines(texts: string[]): Buffer {
  return Buffer.concat(texts.map((text) => Buffer.concat([encode(text), Buffer.from([0x0a])])));
}

/** The left text, wrapped where it is too long, and the right one at the end of its last line. */
function columnsOf([left, right]: Row): string[] {
  const wrapped = wrap(left, columns - right.length - 1);
  const last = wrapped.pop() ?? '';
  return [...wrapped, last.padEnd(columns - right.length) + right];
}

/** Breaks at spaces, and inside a word only when that is longer than a line. */
function wrap(text: string, width: number): string[] {
  const result: string[] = [];
  let rest = printable(text);
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = rest.slice(0, space).trim() === '' ? width : space;
    result.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...result, rest];
}

/** Bytes 0x80 to 0xAF of code page 860; what follows is frames and Greek, which nobody sells. */
const upper = 'ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»';

/** One printable character for each: what the code page lacks loses its accent, or becomes a question mark. */
function printable(text: string): string {
  const plain = (character: string) => {
    if (isEncodable(character)) return character;
    const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
    return [...bare].every(isEncodable) ? bare : '?';
  };
  return Array.from(text.normalize('NFC'), plain).join('');
}

function isEncodable(character: string): boolean {
  return /^[\x20-\x7e]$/.test(character) || upper.includes(character);
}

function encode(text: string): Buffer {
  return Buffer.from(
    Array.from(printable(text), (character) => {
      const index = upper.indexOf(character);
      return index === -1 ? character.charCodeAt(0) : 0x80 + index;
    }),
  );
}
