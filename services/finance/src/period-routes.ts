/** The months of the books over HTTP: seen, closed and opened again. */
import { month, monthParams, period, periodPage } from '@balcao/contracts/api/periods.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { monthOf } from './period.ts';
import { changePeriod, listPeriods, sendHaltPostings } from './period-store.ts';

interface PeriodDeps {
  db: Database;
  /** The shop's present business day. */
  today: () => string;
}

export function periodRoutes(deps: PeriodDeps): Route[] {
  return [listRoute(deps), closeRoute(deps), reopenRoute()];
}

function listRoute({ db, today }: PeriodDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/finance/periods',
      summary: 'List the months of the books, the latest first',
      access: 'finance:read',
      query: pageQuery,
      answers: { 200: periodPage },
    },
    async ({ query: { limit, cursor } }) => {
      const [before = null] = decodeCursor(cursor, 1) ?? [];
      if (before !== null && !month.safeParse(before).success) throw unusableCursor();
      const rows = await listPeriods(db, { present: monthOf(today()), before, limit });
      const body = toPage(rows, limit, { item: (row) => row, key: (row) => [row.month] });
      return { status: 200, body };
    },
  );
}

function closeRoute({ today }: PeriodDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/finance/periods/:month/close',
      summary: 'Close a month that is over: nothing is entered or posted into it any more',
      access: 'finance:write',
      params: monthParams,
      answers: { 200: period },
      problems: ['invalid_transition'],
    },
    async (tx, { params: { month }, caller: { userId: changedBy } }) => {
      if (month >= monthOf(today())) {
        throw notPossible(`The month ${month} is not over yet.`, 'O mês ainda não acabou.');
      }
      sendHaltPostings(tx);
      const body = await changePeriod(tx, { month, isClosed: true, changedBy });
      if (body === undefined) {
        throw notPossible(`The month ${month} is closed already.`, 'O mês já está fechado.');
      }
      return { status: 200, body };
    },
  );
}

function reopenRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/finance/periods/:month/reopen',
      summary: 'Open a closed month again',
      access: 'finance:write',
      params: monthParams,
      answers: { 200: period },
      problems: ['invalid_transition'],
    },
    async (tx, { params: { month }, caller: { userId: changedBy } }) => {
      const body = await changePeriod(tx, { month, isClosed: false, changedBy });
      if (body === undefined) {
        throw notPossible(`The month ${month} is not closed.`, 'O mês não está fechado.');
      }
      return { status: 200, body };
    },
  );
}

const notPossible = (detail: string, pt: string) =>
  new Problem('invalid_transition', detail, { pt });
