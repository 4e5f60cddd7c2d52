/** The demo's promotions: what is cheaper on which day, and one that is over. */
import { addDays } from '@balcao/contracts/dates.ts';
import { everyDay, type PromotionRule } from '@balcao/contracts/promotion.ts';
import { demoId } from './dice.ts';
import type { Goods } from './goods.ts';

export interface DemoOffer extends PromotionRule {
  name: string;
}

interface Offer {
  name: string;
  product?: string;
  department?: string;
  /** Either of the two. */
  percentBasisPoints?: number;
  priceMinor?: number;
  weekdays?: number[];
  hours?: readonly [from: string, to: string];
  /** How many days before the last one it began, and how long it held. */
  days?: readonly [ago: number, count: number];
}

const offers: readonly Offer[] = [
  {
    name: 'Terça da carne moída',
    product: 'Carne moída de segunda',
    percentBasisPoints: 1500,
    weekdays: [2],
  },
  { name: 'Quarta do frango', department: 'AVE', percentBasisPoints: 1000, weekdays: [3] },
  {
    name: 'Sexta da linguiça',
    product: 'Linguiça toscana',
    priceMinor: 1890,
    weekdays: [5],
  },
  {
    name: 'Cerveja do fim de tarde',
    product: 'Cerveja pilsen lata 350 ml',
    priceMinor: 399,
    weekdays: [5, 6],
    hours: ['17:00', '19:00'],
  },
  { name: 'Carvão de domingo', department: 'CAR', percentBasisPoints: 800, weekdays: [7] },
  {
    name: 'Quinzena da picanha',
    product: 'Picanha bovina',
    priceMinor: 7690,
    days: [40, 15],
  },
];

export function demoOffers(seed: number, goods: Goods, lastDay: string): DemoOffer[] {
  return offers.map((offer) => {
    const { name, product, department, percentBasisPoints = null, priceMinor = null } = offer;
    const category = goods.categories.find(({ code }) => code === department);
    const startsOn = offer.days === undefined ? null : addDays(lastDay, -offer.days[0]);
    return {
      id: demoId(seed, `promotion ${name}`),
      name,
      productId: product === undefined ? null : goods.named(product).id,
      categoryId: category?.id ?? null,
      kind: priceMinor === null ? 'percent' : 'price',
      percentBasisPoints,
      priceMinor,
      weekdays: [...(offer.weekdays ?? everyDay)],
      startsOn,
      endsOn: startsOn === null ? null : addDays(startsOn, (offer.days?.[1] ?? 1) - 1),
      fromTime: offer.hours?.[0] ?? null,
      toTime: offer.hours?.[1] ?? null,
      active: true,
    };
  });
}
