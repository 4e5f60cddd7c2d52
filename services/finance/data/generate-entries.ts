/** Generates the entries that the first model learns from; how and why is in README.md. */
import { createRandom } from '@balcao/kit/random.ts';
import { addNoise, pick, type Random } from './noise.ts';
import { readWordings, type Section, type Wordings } from './read-wordings.ts';

const seed = 20_261_125;
const vagueShare = 0.06;
/** People file things wrongly: so many rows have the category of another one. */
const mistakeShare = 0.015;
const incomes = new Set([
  'sales',
  'services-income',
  'other-income',
  'card-settlement',
  'pix-settlement',
  'cash-deposit',
  'contribution',
]);
const months = ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez'];

/** Tab-separated, below a heading: category, wording, type, centavos, description. The same at every run. */
export function generateEntries(): string {
  const random = createRandom(seed);
  const wordings = readWordings();
  const rows = wordings.sections.flatMap((section) =>
    Array.from({ length: section.rows }, () => generateRow(random, section, wordings)),
  );
  const lines = rows.map((row) => row.join('\t'));
  return `${['category\twording\ttype\tamountMinor\tdescription', ...lines].join('\n')}\n`;
}

function generateRow(random: Random, section: Section, { sections, vague, slots }: Wordings) {
  const type = incomes.has(section.category) ? 'credit' : 'debit';
  const isVague = random() < vagueShare;
  const source = isVague ? vague : section.wordings;
  // The first wordings of a section are the common ones.
  const index = Math.floor(source.length * random() ** 1.4);
  const filled = fill(random, source[index] ?? '', slots);
  const peers = sections.filter(({ category }) => incomes.has(category) === (type === 'credit'));
  const { category } = random() < mistakeShare ? pick(random, [section, ...peers]) : section;
  const wording = `${isVague ? 'vague' : section.category} ${index + 1}`;
  return [category, wording, type, amountMinor(random, section), addNoise(random, filled, type)];
}

function fill(random: Random, wording: string, slots: Map<string, string[]>): string {
  return wording.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const [first = '', ...others] = slots.get(name) ?? [fillNumber(random, name)];
    return pick(random, [first, ...others]);
  });
}

function fillNumber(random: Random, name: string): string {
  const upTo = (limit: number) => 1 + Math.floor(random() * limit);
  const two = (value: number) => String(value).padStart(2, '0');
  const month = upTo(12);
  switch (name) {
    case 'date':
      return `${two(upTo(28))}/${two(month)}`;
    case 'month':
      return pick(random, [months[month - 1] ?? '', `${two(month)}/26`, `ref ${two(month)}/2026`]);
    case 'part':
      return pick(random, [`${upTo(6)}/6`, `parc ${two(upTo(10))}`, `${upTo(12)}x`]);
    default:
      return String(upTo(10 ** (3 + upTo(4))));
  }
}

/** Spread evenly over the orders of magnitude; three of ten are round. */
function amountMinor(random: Random, { fromReais, toReais }: Section): number {
  const reais = fromReais * (toReais / fromReais) ** random();
  return random() < 0.3 ? Math.max(1, Math.round(reais / 5)) * 500 : Math.round(reais * 100);
}
