/** What happens to a wording on its way into the books: abbreviations, typing errors, and what banks make of it. */

/** A number in [0, 1). */
export type Random = () => number;

export function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const abbreviations: [RegExp, string][] = [
  [/\bpagamento\b/g, 'pgto'],
  [/\baluguel\b/g, 'alug'],
  [/\bmanutencao\b/g, 'manut'],
  [/\benergia\b/g, 'energ'],
  [/\beletrica\b/g, 'elet'],
  [/\bdistribuidora\b/g, 'distr'],
  [/\bfrigorifico\b/g, 'frig'],
  [/\bsalario\b/g, 'sal'],
  [/\badiantamento\b/g, 'adto'],
  [/\bcombustivel\b/g, 'comb'],
  [/\babastecimento\b/g, 'abast'],
  [/\bembalagens\b/g, 'embs'],
  [/\bconta\b/g, 'cta'],
  [/\btarifa\b/g, 'tar'],
  [/\bmensalidade\b/g, 'mens'],
  [/\bparcela(mento)?\b/g, 'parc'],
  [/\bhonorarios\b/g, 'hon'],
  [/\bequipamento\b/g, 'equip'],
  [/\btransportadora\b/g, 'transp'],
  [/\bmaquin(a|inha)\b/g, 'maq'],
  [/\blimpeza\b/g, 'limp'],
  [/\bservicos?\b/g, 'serv'],
  [/\bcarnes?\b/g, 'crn'],
  [/\bde |\bdo |\bda /g, ''],
];

const prefixes = {
  debit: ['pagto', 'pag boleto', 'pix enviado', 'compra cartao', 'deb aut', 'ted env', 'pgto'],
  credit: ['pix recebido', 'pix rec', 'ted rec', 'dep din', 'cred', 'transf recebida'],
} as const;

/** As a bank prints it: a prefix, capitals without accents, cut off where the column ends. */
function asBank(random: Random, wording: string, type: 'credit' | 'debit'): string {
  const prefixed = random() < 0.6 ? `${pick(random, [...prefixes[type]])} ${wording}` : wording;
  const plain = prefixed.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  return random() < 0.5 ? plain.slice(0, 18 + Math.floor(random() * 10)).trim() : plain;
}

/** As a person types it: with a capital or without, and now and then with a typing error. */
function asPerson(random: Random, wording: string): string {
  const typed = random() < 0.25 ? misspell(random, wording) : wording;
  return random() < 0.4 ? typed.charAt(0).toUpperCase() + typed.slice(1) : typed;
}

/** One letter lost, doubled, or in the place of its neighbour. */
function misspell(random: Random, text: string): string {
  const at = 1 + Math.floor(random() * (text.length - 2));
  const [before, letter, next] = [text.slice(0, at), text.charAt(at), text.charAt(at + 1)];
  const after = text.slice(at + 2);
  const [first, ...others] = [next, `${letter}${letter}${next}`, `${next}${letter}`];
  return `${before}${pick(random, [first ?? '', ...others])}${after}`;
}

export function addNoise(random: Random, wording: string, type: 'credit' | 'debit'): string {
  const shortened =
    random() < 0.35
      ? abbreviations.reduce((text, [from, to]) => text.replace(from, to), wording)
      : wording;
  return random() < 0.5 ? asBank(random, shortened, type) : asPerson(random, shortened);
}
