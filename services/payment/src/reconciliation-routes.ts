/** HTTP of the reconciliation: a day of the provider against ours, page by page or whole as CSV. */
import {
  type ReconciliationItem,
  reconciliation,
  reconciliationCsvQuery,
  reconciliationQuery,
} from '@balcao/contracts/api/payment.ts';
import { decodeCursor, toPage } from '@balcao/kit/cursor.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { countsOf, totalsOf } from './reconcile.ts';
import { type ReconcileDeps, reconcileDay } from './reconcile-day.ts';

export function reconciliationRoutes(deps: ReconcileDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/payments/reconciliation',
        summary:
          "A business day of the provider's transactions against ours: what matches, what only one side has, what differs.",
        access: 'payments:reconcile',
        query: reconciliationQuery,
        answers: { 200: reconciliation },
        problems: ['conflict', 'unavailable'],
      },
      async ({ query: { date, state, limit, cursor } }) => {
        const after = decodeCursor(cursor, 1);
        const items = await reconcileDay(deps, date);
        const shown = items.filter((item) => state === undefined || item.state === state);
        const rest = after === null ? shown : shown.filter((item) => keyOf(item) > `${after[0]}`);
        const page = toPage(rest.slice(0, limit + 1), limit, {
          item: (item) => item,
          key: (item) => [keyOf(item)],
        });
        const sums = { totals: totalsOf(items), counts: countsOf(items) };
        return { status: 200, body: { date, provider: deps.provider.name, ...sums, ...page } };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/payments/reconciliation.csv',
        summary: 'The whole reconciliation of a business day as CSV; amounts in centavos.',
        access: 'payments:reconcile',
        query: reconciliationCsvQuery,
        answers: { 200: 'text/csv' },
        problems: ['conflict', 'unavailable'],
      },
      async ({ query: { date, state } }) => {
        const items = await reconcileDay(deps, date);
        const shown = items.filter((item) => state === undefined || item.state === state);
        const headers = {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="reconciliation-${date}.csv"`,
        };
        return { status: 200, headers, body: toCsv(shown) };
      },
    ),
  ];
}

/** The order of the report, as text that compares the same. */
function keyOf({ at, kind, name }: ReconciliationItem): string {
  return `${at} ${kind} ${name}`;
}

const columns = [
  'at',
  'state',
  'kind',
  'name',
  'paymentId',
  'status',
  'ourMinor',
  'theirMinor',
] as const;

/** RFC 4180: commas, CR and LF, quotes where a field needs them; nothing where there is nothing. */
function toCsv(items: ReconciliationItem[]): string {
  const lines = items.map((item) => columns.map((column) => field(item[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** A provider's own text: quoted where it must be, and never a formula to a spreadsheet. */
function field(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
