/** Asks every service what needs a person; one that does not answer takes nothing from the others. */
import { addDays } from '@balcao/contracts/dates.ts';
import { useQueries } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { today } from '../finance/today.ts';
import { readStatus, serviceNames } from '../operations/own-api.ts';
import {
  alertNeeds,
  byUrgency,
  countOf,
  lotNeeds,
  type Need,
  parkedNeeds,
  reconciliationNeeds,
  tillNeeds,
} from './needs.ts';

const refreshMs = 60_000;
const limit = 200;

export type NeedSource = 'inventory' | 'tills' | 'market' | 'messages' | 'payments' | 'finance';

const readers: Record<NeedSource, () => Promise<Need[]>> = {
  inventory: readInventory,
  tills: readTills,
  market: readMarket,
  messages: readMessages,
  payments: readPayments,
  finance: readFinance,
};
const sources: NeedSource[] = ['inventory', 'tills', 'market', 'messages', 'payments', 'finance'];

/** `silent` are those who did not answer; `isPending` until all have answered or failed. */
export function useNeeds() {
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['needs', source],
      queryFn: readers[source],
      refetchInterval: refreshMs,
    })),
  });
  return {
    needs: byUrgency(answers.flatMap(({ data }) => data ?? [])),
    silent: sources.filter((_source, index) => answers[index]?.isError === true),
    isPending: answers.some(({ isPending }) => isPending),
  };
}

async function readInventory(): Promise<Need[]> {
  const [lots, low] = await Promise.all([
    answer(
      api.GET('/api/v1/inventory/lots', {
        params: { query: { expiringWithinDays: 1, hasStock: true, limit } },
      }),
    ),
    answer(api.GET('/api/v1/inventory/stock', { params: { query: { isLow: true, limit } } })),
  ]);
  const href = '/stock?show=low';
  const counted = { word: 'stockLow', tone: 'warning', href, action: 'seeStock' } as const;
  return [...lotNeeds(lots), ...countOf(counted, low)];
}

/** Of the last two days: whoever looks at the page every day has seen the others. */
async function readTills(): Promise<Need[]> {
  const query = { from: addDays(today(), -1), limit };
  const [recent, open] = await Promise.all([
    answer(api.GET('/api/v1/tills', { params: { query } })),
    answer(api.GET('/api/v1/tills', { params: { query: { status: 'open', limit } } })),
  ]);
  const closed = recent.items.filter(({ status }) => status === 'closed');
  return tillNeeds([...closed, ...open.items], today());
}

async function readMarket(): Promise<Need[]> {
  const query = { state: 'firing', limit } as const;
  return alertNeeds((await answer(api.GET('/api/v1/market/alerts', { params: { query } }))).items);
}

async function readMessages(): Promise<Need[]> {
  const states = await Promise.all(serviceNames.map(readStatus));
  return states.flatMap(({ messages }, index) =>
    parkedNeeds(serviceNames[index] ?? '', messages.parkedCount),
  );
}

async function readPayments(): Promise<Need[]> {
  const day = today();
  const declined = { from: day, reason: 'payment_declined', limit } as const;
  const [yesterday, undone] = await Promise.all([
    answer(
      api.GET('/api/v1/payments/reconciliation', {
        params: { query: { date: addDays(day, -1), limit: 1 } },
      }),
    ),
    answer(api.GET('/api/v1/orders', { params: { query: declined } })),
  ]);
  const href = `/sales?from=${day}&reason=payment_declined`;
  const counted = { word: 'declined', tone: 'warning', href, action: 'check' } as const;
  return [...reconciliationNeeds(yesterday), ...countOf(counted, undone)];
}

async function readFinance(): Promise<Need[]> {
  const query = { hasCategory: false, limit };
  const entries = await answer(api.GET('/api/v1/finance/entries', { params: { query } }));
  const open = entries.items.filter(
    ({ reversedById, reversesId }) => reversedById === null && reversesId === null,
  );
  const href = '/finance/entries?category=none';
  const counted = { word: 'uncategorised', tone: 'warning', href, action: 'categorise' } as const;
  return countOf(counted, { ...entries, items: open });
}
