/** What the demo's shop pays beside its goods: rent, wages, power and the like, on their days of the month. */
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { PlannedBill } from './day-plan.ts';
import { createDice, demoId } from './dice.ts';

/** Day of the month, what for, centavos, and how much it differs from month to month. */
const monthly: readonly (readonly [day: number, what: string, minor: number, spread: number])[] = [
  [5, 'Aluguel do ponto', 420_000, 0],
  [5, 'Salários', 1_180_000, 0],
  [7, 'FGTS e INSS', 296_000, 0],
  [10, 'Energia elétrica', 231_000, 0.12],
  [12, 'Água e esgoto', 46_000, 0.2],
  [15, 'Contador', 85_000, 0],
  [20, 'Internet e telefone', 24_990, 0],
  [22, 'Manutenção da câmara fria', 62_000, 0.4],
];
const weekly = { weekday: 3, what: 'Embalagens e bobinas', minor: 28_000, spread: 0.3 };

export function billsOf(date: string, seed: number): PlannedBill[] {
  const dice = createDice(seed, `bills ${date}`);
  const dayOfMonth = Number(date.slice(8));
  const due = monthly
    .filter(([day]) => day === dayOfMonth)
    .map(([_day, what, minor, spread]) => ({ what, minor, spread }));
  if (weekdayOf(date) === weekly.weekday) due.push(weekly);
  return due.map(({ what, minor, spread }) => ({
    id: demoId(seed, `bill ${date} ${what}`),
    description: what,
    amountMinor: Math.round(dice.around(minor, spread)),
  }));
}
