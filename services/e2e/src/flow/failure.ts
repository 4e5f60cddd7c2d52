/** The ways in which the flow fails; each message says what was expected and what came. */
import { kilos, reais } from './format.ts';

/** Two figures, states or ids that should be the same and are not. */
export class Difference extends Error {
  constructor(what: string, expected: string, actual: string) {
    super(`${what}: expected ${expected}, got ${actual}`);
    this.name = 'Difference';
  }
}

/** Another status, or another problem, than the one that the flow counts on. */
export class UnexpectedAnswer extends Error {
  readonly code: string | undefined;

  constructor(request: string, { expected, actual, code }: AnswerText) {
    super(`${request}: expected ${expected}, got ${actual}`);
    this.name = 'UnexpectedAnswer';
    this.code = code;
  }
}

interface AnswerText {
  expected: string;
  actual: string;
  /** The problem's code, where the answer was a problem. */
  code?: string | undefined;
}

/** Whether a request was refused with this problem code. */
export function isRefusal(error: unknown, code: string): boolean {
  return error instanceof UnexpectedAnswer && error.code === code;
}

/** An answer that the contract does not allow. Never worth a second try. */
export class ContractBreach extends Error {
  constructor(request: string, detail: string) {
    super(`${request}: the answer is not as the contract says: ${detail}`);
    this.name = 'ContractBreach';
  }
}

/** What the caller of the flow has to change: an address, credentials. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

type Plain = string | number | boolean | null | undefined;

/** Throws Difference unless both are the same. */
export function same(what: string, actual: Plain, expected: Plain): void {
  if (actual !== expected) throw new Difference(what, String(expected), String(actual));
}

/** The same for amounts in centavos. */
export function sameMinor(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Difference(what, reais(expected), reais(actual));
}

/** The same for quantities in thousandths. */
export function sameMilli(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Difference(what, kilos(expected), kilos(actual));
}
