/** Refuses new passwords that are tried first by whoever guesses: common ones, and those made of the own name. */
import { Problem } from '@balcao/kit/problem.ts';
import passwords from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };
import { commonWords } from './common-words.ts';

/** Whose password it is to be. */
export interface Owner {
  email: string;
  name: string;
}

export type Weakness = 'common' | 'personal';

/** What a route that takes a new password may answer. */
export const weakPassword = ['password_too_common', 'password_too_personal'] as const;

/** More than these around a common word, or beside the own name, are a password of their own. */
const fewCharacters = 6;
const shortestCore = 4;
const longestAffix = 20;

/** The 49,000 most common passwords of leaks, in small letters (zxcvbn-ts, MIT), and words of our own. */
const common: ReadonlySet<string> = new Set([...passwords, ...commonWords]);

/**
 * Throws `password_too_common` or `password_too_personal`; `path` is the field in which it was sent. There
 * are no rules about kinds of characters: they make passwords harder to remember, not to guess (NIST SP
 * 800-63B, section 3.1.1.2).
 */
export function refuseWeakPassword(password: string, owner: Owner, path: string): void {
  const weakness = weaknessOf(password, owner);
  if (weakness === null) return;
  const { code, detail, message, pt } = refusals[weakness];
  throw new Problem(code, detail, { errors: [{ path, message, pt }] });
}

const refusals = {
  common: {
    code: 'password_too_common',
    detail: 'This password, or nearly this one, is among the first that are tried. Choose another.',
    message: 'too common: choose several words that do not belong together',
    pt: 'comum demais: escolha várias palavras que não têm a ver umas com as outras',
  },
  personal: {
    code: 'password_too_personal',
    detail: 'The password is little more than the own name or e-mail. Choose another.',
    message: 'made of the name or the e-mail: choose words that do not tell of you',
    pt: 'feita do nome ou do e-mail: escolha palavras que não falem de você',
  },
} as const;

/** Null for a password that none of the rules finds weak. */
export function weaknessOf(password: string, owner: Owner): Weakness | null {
  const folded = fold(password);
  if (isCommon(folded)) return 'common';
  return isPersonal(folded, owner) ? 'personal' : null;
}

/** Small letters without accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function isCommon(folded: string): boolean {
  return isKnown(folded) || isMonotonous(folded) || hasCommonCore(folded);
}

function isKnown(word: string): boolean {
  return common.has(word) || common.has(withoutDisguise(word));
}

/** A piece of at most five characters, or a common word, over and over; or a run such as `abcdefghij`. */
function isMonotonous(folded: string): boolean {
  const repeated = /^(.+?)\1+/su.exec(folded);
  if (repeated !== null) {
    const [covered, piece = ''] = repeated;
    const rest = folded.slice(covered.length);
    if (piece.startsWith(rest) && (piece.length < fewCharacters || isKnown(piece))) return true;
  }
  const codes = Array.from(folded, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

/** A common word with digits and signs before and after it, where those are few or common too: `senha@2026`. */
function hasCommonCore(folded: string): boolean {
  const before = Math.min(/^[^\p{L}]*/u.exec(folded)?.[0].length ?? 0, longestAffix);
  const after = Math.min(/[^\p{L}]*$/u.exec(folded)?.[0].length ?? 0, longestAffix);
  // Digits may belong to the word in disguise, so that each cut is tried.
  for (let start = 0; start <= before; start += 1) {
    for (let cut = 0; cut <= after && start + cut + shortestCore <= folded.length; cut += 1) {
      const end = folded.length - cut;
      const affixes = [folded.slice(0, start), folded.slice(end)];
      const areGuessed = start + cut <= fewCharacters || affixes.every(isGuessed);
      const core = folded.slice(start, end);
      if (areGuessed && (isKnown(core) || isMonotonous(core))) return true;
    }
  }
  return false;
}

const isGuessed = (affix: string): boolean =>
  affix.length < 2 || isKnown(affix) || isMonotonous(affix);

const disguises: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

function withoutDisguise(word: string): string {
  return word.replace(/[@431!0$57]/g, (sign) => disguises[sign] ?? sign);
}

/** Whether hardly anything is left without the words of the name and the e-mail, also disguised. */
function isPersonal(folded: string, { email, name }: Owner): boolean {
  const words = fold(`${name} ${email}`)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3)
    .sort((one, other) => other.length - one.length);
  return [folded, withoutDisguise(folded)].some((text) => {
    const left = words.reduce((rest, word) => rest.replaceAll(word, ' '), text);
    return left !== text && left.replace(/[^\p{L}\p{N}]+/gu, '').length < fewCharacters;
  });
}
