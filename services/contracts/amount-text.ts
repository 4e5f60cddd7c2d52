/** Amounts as people and banks write them, to centavos and back. */

/** Text that is no amount, or may mean two; the message, and `pt` in Portuguese, is for the person who wrote it. */
export class AmountTextError extends Error {
  readonly pt: string;

  constructor(message: string, pt: string) {
    super(message);
    this.name = 'AmountTextError';
    this.pt = pt;
  }
}

/** `3990` → `39,90`, `-5` → `-0,05`: the decimal comma of the country, no thousands. */
export function formatAmount(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)}`;
}

/**
 * `39,90`, `39.9`, `1.234,56`, `1,234.56`, `R$ 39` → centavos. Throws AmountTextError for all else, and for three
 * digits after a single point or comma, which mean thousands to one reader and thousandths to another.
 */
export function parseAmountText(text: string): number {
  const bare = text.replace(/^\s*R\$/i, '').replace(/[\s\u00a0]/g, '');
  const plain = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  const grouped = /^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$|^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$/.exec(bare);
  const several = /^\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/.test(bare);
  if (plain !== null) return toMinor(plain[1] ?? '', plain[2]);
  if (grouped !== null) return toMinor(grouped[1] ?? grouped[3] ?? '', grouped[2] ?? grouped[4]);
  if (several) return toMinor(bare, undefined);
  if (/^\d{1,3}[.,]\d{3}$/.test(bare)) {
    throw new AmountTextError(
      `"${text}" may mean two amounts; write it with two decimals`,
      `"${text}" pode ser dois valores; escreva com duas casas decimais`,
    );
  }
  throw noAmount(text, '39,90');
}

/** A sign in front, a minus or a letter behind (débito, crédito), or the brackets of bookkeepers. */
const signed =
  /^(?:(?<bracket>\()(?<inside>[^()]+)\)|(?<front>[+\-\u2212])?(?<number>[^+\-\u2212()]*?)(?<back>-|\u2212|DB?|CR?)?)$/i;

/**
 * An amount with its direction, above zero for what came in: `-1.234,56`, `R$ -10`, `1,234.56-`, `(10,00)`,
 * `10,00 D`, `10,00C`. Throws AmountTextError as `parseAmountText` does, and where two signs contradict each other.
 */
export function parseSignedAmountText(text: string): number {
  const bare = text.replace(/R\$/i, '').replace(/[\s\u00a0]/g, '');
  const parts = signed.exec(bare)?.groups;
  const front = parts?.front;
  const back = parts?.back?.toUpperCase();
  const isCredit = back?.startsWith('C') === true;
  const isNegative = front !== undefined && front !== '+';
  if (parts === undefined || (isNegative && isCredit) || (front === '+' && back && !isCredit)) {
    throw noAmount(text, '-39,90');
  }
  const magnitude = parseAmountText(parts.inside ?? parts.number ?? '');
  const isOut = isNegative || parts.bracket !== undefined || (back !== undefined && !isCredit);
  return isOut && magnitude !== 0 ? -magnitude : magnitude;
}

const noAmount = (text: string, example: string) =>
  new AmountTextError(
    `"${text}" is not an amount such as ${example}`,
    `"${text}" não é um valor como ${example}`,
  );

function toMinor(whole: string, decimals = ''): number {
  const value = Number(`${whole.replace(/[.,]/g, '')}${decimals.padEnd(2, '0')}`);
  if (!Number.isSafeInteger(value)) {
    throw new AmountTextError('the amount is too large', 'o valor é grande demais');
  }
  return value;
}
