/** What people come for: baskets whose parts belong together, by the day of the week. */

import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { Dice } from './dice.ts';
import type { DemoProduct, Goods } from './goods.ts';

/** So many products of these departments, or names, in so many of the baskets. */
interface Want {
  from: readonly string[];
  chance: number;
  atMost?: number;
}

interface Habit {
  /** How often on a working day, and from Friday on. */
  weekdays: number;
  weekend: number;
  wants: readonly Want[];
}

const grillCuts = [
  'Picanha bovina',
  'Maminha',
  'Fraldinha',
  'Contrafilé',
  'Costela bovina',
  'Cupim',
  'Picanha maturada',
  'Ancho maturado',
  'Chorizo maturado',
];
const beans = ['Feijão preto 1 kg', 'Farinha de mandioca 500 g', 'Couve cortada 200 g'];

const habits: readonly Habit[] = [
  { weekdays: 16, weekend: 8, wants: [{ from: ['BOV', 'BOS', 'PRE', 'AVE'], chance: 1 }] },
  {
    weekdays: 20,
    weekend: 9,
    wants: [
      { from: ['BOV', 'PRE'], chance: 1, atMost: 2 },
      { from: ['MER'], chance: 0.3 },
      { from: ['TEM'], chance: 0.12 },
    ],
  },
  {
    weekdays: 15,
    weekend: 9,
    wants: [
      { from: ['BOS'], chance: 1, atMost: 2 },
      { from: ['MER'], chance: 0.35 },
      { from: ['DEF'], chance: 0.15 },
    ],
  },
  {
    weekdays: 15,
    weekend: 9,
    wants: [
      { from: ['AVE'], chance: 1, atMost: 2 },
      { from: ['MER'], chance: 0.3 },
      { from: ['TEM'], chance: 0.15 },
    ],
  },
  {
    weekdays: 9,
    weekend: 7,
    wants: [
      { from: ['SUI'], chance: 1, atMost: 2 },
      { from: ['LIN'], chance: 0.3 },
      { from: ['Limão-taiti pacote 500 g', 'Alho descascado 200 g'], chance: 0.25 },
    ],
  },
  {
    weekdays: 6,
    weekend: 32,
    wants: [
      { from: grillCuts, chance: 1, atMost: 2 },
      { from: ['LIN'], chance: 0.7 },
      { from: ['AVE', 'MIU', 'PRE', 'SUI'], chance: 0.35 },
      { from: ['CAR'], chance: 0.5 },
      { from: ['PAO'], chance: 0.5 },
      { from: ['TEM', 'MOL'], chance: 0.25 },
      { from: ['Queijo coalho espeto 7 un'], chance: 0.2 },
      { from: ['BEB'], chance: 0.45, atMost: 2 },
    ],
  },
  {
    weekdays: 5,
    weekend: 6,
    wants: [
      { from: ['DEF'], chance: 1, atMost: 3 },
      { from: ['SUI', 'LIN'], chance: 0.6 },
      { from: beans, chance: 0.6, atMost: 2 },
    ],
  },
  {
    weekdays: 8,
    weekend: 6,
    wants: [
      { from: ['FRI'], chance: 1, atMost: 2 },
      { from: ['QUE', 'LAT'], chance: 0.7, atMost: 2 },
      { from: ['PAO', 'MOL'], chance: 0.35 },
      { from: ['BEB'], chance: 0.3 },
    ],
  },
  {
    weekdays: 7,
    weekend: 6,
    wants: [
      { from: ['MER', 'CON'], chance: 1, atMost: 2 },
      { from: ['BEB', 'LAT'], chance: 0.5 },
      { from: ['MOL', 'TEM', 'CAR'], chance: 0.4 },
    ],
  },
  { weekdays: 4, weekend: 2, wants: [{ from: ['MIU'], chance: 1, atMost: 2 }] },
  {
    weekdays: 1,
    weekend: 4,
    wants: [
      { from: ['COR'], chance: 1 },
      { from: ['TEM', 'MOL'], chance: 0.4 },
      { from: ['BEB'], chance: 0.4 },
    ],
  },
];

export interface BasketItem {
  product: DemoProduct;
  quantityMilli: number;
}

/** Fills baskets as people do on that day; a product is in a basket at most once. */
export function basketFiller(goods: Goods): (date: string, dice: Dice) => BasketItem[] {
  const kinds = habits.map((habit) => ({
    ...habit,
    wants: habit.wants.map((want) => ({ ...want, choice: choiceOf(goods, want.from) })),
  }));
  return (date, dice) => {
    const isWeekend = weekdayOf(date) >= 5;
    const { wants } = dice.weighted(kinds, (kind) => (isWeekend ? kind.weekend : kind.weekdays));
    const taken = new Set<DemoProduct>();
    for (const { choice, chance, atMost = 1 } of wants) {
      if (!dice.hits(chance)) continue;
      const times = dice.whole(1, atMost);
      for (let time = 0; time < times; time += 1) {
        taken.add(dice.weighted(choice, ({ popularity }) => popularity));
      }
    }
    return [...taken].map((product) => ({ product, quantityMilli: amountOf(product, dice) }));
  };
}

function choiceOf(goods: Goods, from: readonly string[]): DemoProduct[] {
  return from.flatMap((code) => {
    const ofDepartment = goods.products.filter(({ department }) => department === code);
    return ofDepartment.length > 0 ? ofDepartment : [goods.named(code)];
  });
}

const scaleStepMilli = 5;
const lightestMilli = 100;

/** Around what is typical: scales show steps of 5 g; of pieces some people take one more, or twice as many. */
function amountOf({ unit, typicalMilli }: DemoProduct, dice: Dice): number {
  if (unit === 'un') {
    if (dice.hits(0.8)) return typicalMilli;
    return typicalMilli >= 6000 ? typicalMilli * 2 : typicalMilli + 1000;
  }
  const steps = Math.round(dice.around(typicalMilli, 0.55) / scaleStepMilli);
  return Math.max(lightestMilli, steps * scaleStepMilli);
}
