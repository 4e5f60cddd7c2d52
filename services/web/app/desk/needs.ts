/** What needs a person, in one list over all services: from each answer the items that it makes. */
import type { Lot } from '@balcao/contracts/api/lots.ts';
import type { Alert } from '@balcao/contracts/api/market-alerts.ts';
import type { Till } from '@balcao/contracts/api/tills.ts';
import type { Page } from '@balcao/contracts/page.ts';

type CountWord =
  | 'lotsExpired'
  | 'lotsExpiring'
  | 'stockLow'
  | 'parked'
  | 'declined'
  | 'unmatched'
  | 'uncategorised';

interface Common {
  key: string;
  tone: 'danger' | 'warning';
}
interface Linked extends Common {
  href: string;
  action: 'seeLots' | 'seeStock' | 'check' | 'closeIt' | 'handle' | 'categorise';
}

/** Each with the one action that settles it: an alert is settled here, the others where they are shown. */
export type Need =
  | (Linked & { kind: 'count'; word: CountWord; count: number; isMore: boolean; service?: string })
  | (Linked & { kind: 'till-difference'; register: string; differenceMinor: number })
  | (Linked & { kind: 'till-open'; register: string; day: string })
  | (Common & { kind: 'alert'; alert: Alert });

interface Counted {
  word: CountWord;
  tone: Need['tone'];
  href: string;
  action: Linked['action'];
}

/** One item for all rows of a list; none for an empty one. */
export function countOf(counted: Counted, { items, nextCursor }: Page<unknown>): Need[] {
  if (items.length === 0) return [];
  const isMore = nextCursor !== null;
  return [{ kind: 'count', key: counted.word, count: items.length, isMore, ...counted }];
}

export function lotNeeds(lots: Page<Lot>): Need[] {
  const { nextCursor } = lots;
  const isExpired = Map.groupBy(lots.items, (lot) => lot.isExpired);
  const common = { action: 'seeLots' as const };
  return [
    ...countOf(
      { ...common, word: 'lotsExpired', tone: 'danger', href: '/stock/lots?expiring=expired' },
      { items: isExpired.get(true) ?? [], nextCursor: null },
    ),
    ...countOf(
      {
        ...common,
        word: 'lotsExpiring',
        tone: 'warning',
        href: '/stock/lots?expiring=1',
      },
      { items: isExpired.get(false) ?? [], nextCursor },
    ),
  ];
}

/** Tills that were closed with too much or too little in them, and those that nobody closed on their day. */
export function tillNeeds(tills: readonly Till[], today: string): Need[] {
  return tills.flatMap((till): Need[] => {
    const { id, register, status, businessDate, differenceMinor } = till;
    const common = { key: id, href: `/tills/${id}`, register };
    if (status !== 'closed') {
      if (businessDate >= today) return [];
      return [
        { ...common, kind: 'till-open', tone: 'warning', day: businessDate, action: 'closeIt' },
      ];
    }
    if (differenceMinor === null || differenceMinor === 0) return [];
    const tone = differenceMinor < 0 ? ('danger' as const) : ('warning' as const);
    return [{ ...common, kind: 'till-difference', tone, differenceMinor, action: 'check' }];
  });
}

/** Alerts that nobody has seen yet, and that neither a silence nor another alert keeps from being told. */
export const alertNeeds = (alerts: readonly Alert[]): Need[] =>
  alerts
    .filter(
      ({ acknowledgedAt, silenced, inhibited }) =>
        acknowledgedAt === null && !(silenced || inhibited),
    )
    .map((alert) => ({
      kind: 'alert',
      key: alert.id,
      tone: alert.severity === 'critical' ? 'danger' : 'warning',
      alert,
    }));

interface Reconciled {
  date: string;
  /** By state: of `matched` nobody has to know. */
  counts: Record<string, number>;
}

export function reconciliationNeeds({ date, counts }: Reconciled): Need[] {
  const count = Object.entries(counts).reduce(
    (sum, [state, some]) => (state === 'matched' ? sum : sum + some),
    0,
  );
  if (count === 0) return [];
  const href = `/payments/reconciliation?date=${date}`;
  const word = 'unmatched' as const;
  return [
    { kind: 'count', key: word, word, count, isMore: false, tone: 'danger', href, action: 'check' },
  ];
}

export function parkedNeeds(service: string, count: number): Need[] {
  if (count === 0) return [];
  const key = `parked ${service}`;
  const common = { key, word: 'parked' as const, count, isMore: false, service };
  return [{ kind: 'count', ...common, tone: 'danger', href: '/operations', action: 'handle' }];
}

/** What is wrong before what will be. */
export const byUrgency = (needs: Need[]): Need[] =>
  needs.toSorted((a, b) => Number(a.tone === 'warning') - Number(b.tone === 'warning'));
