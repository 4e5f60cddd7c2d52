/** Reads what providers answer: JSON of a known shape, and prices without ever calculating with them. */
import { z } from 'zod';
import { ProviderFault } from './provider-fault.ts';

/** Throws a ProviderFault of kind `broken` for what is no JSON (HTML, XML, half a body) or has another shape. */
export function readAnswer<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const message = `the answer has another shape: ${z.prettifyError(parsed.error).slice(0, 300)}`;
  throw new ProviderFault('broken', message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const start = text.replace(/\s+/g, ' ').slice(0, 60);
    throw new ProviderFault('broken', `the answer is no JSON: ${start}`, { cause: error });
  }
}

const decimals = 12;
const decimalText = /^(-?)(\d{1,16})(?:\.(\d+))?$/;

/**
 * A price as a decimal text, or as a number of JSON, which up to 15 digits is told digit for digit. More than 12
 * decimals are rounded, half away from zero.
 */
export const providerPrice = z.union([z.string(), z.number()]).transform((given, context) => {
  const text = typeof given === 'number' ? plain(given) : given.trim();
  const [, sign = '', whole, fraction = ''] = decimalText.exec(text) ?? [];
  if (whole === undefined) {
    context.addIssue({ code: 'custom', message: `${text} is no decimal` });
    return z.NEVER;
  }
  return `${sign}${round(whole, fraction)}`;
});

/** Numbers below a millionth are written with an exponent otherwise. */
const plain = (value: number): string =>
  String(value).includes('e') ? value.toFixed(decimals) : String(value);

function round(whole: string, fraction: string): string {
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const isUp = (fraction[decimals] ?? '0') >= '5';
  const digits = String(kept + (isUp ? 1n : 0n)).padStart(decimals + 1, '0');
  const rest = digits.slice(-decimals).replace(/0+$/, '');
  return digits.slice(0, -decimals) + (rest === '' ? '' : `.${rest}`);
}
