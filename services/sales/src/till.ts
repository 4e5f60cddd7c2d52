/** What people do with a till: open it, put cash in and take it out, count it, read it. */
import type {
  CloseTillRequest,
  OpenTillRequest,
  Till,
  TillMovement,
  TillMovementRequest,
  TillReport,
} from '@balcao/contracts/api/tills.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { ownTill, requireOpen } from './own-till.ts';
import { closeWhenSettled, type TillDeps } from './settle-tills.ts';
import { addTillEntries, addTillMovement, readFigures } from './till-entry-store.ts';
import { buildReport, viewOfTill } from './till-report.ts';
import {
  findRivals,
  insertTill,
  lockTill,
  readTill,
  saveCount,
  type TillRow,
  useTills,
} from './till-store.ts';

export interface TillCommand {
  tillId: string;
  caller: Caller;
  cause: Cause;
}

/** Opens a till with its float. Throws `till_already_open` where the register or the seller has an open one. */
export async function openTill(
  tx: Tx,
  { id, caller, cause, ...request }: OpenTillRequest & Omit<TillCommand, 'tillId'>,
  { outbox, now, businessDateOf }: TillDeps,
): Promise<Till> {
  const at = now();
  const opened = {
    ...request,
    id: id ?? newId(),
    sellerId: caller.userId,
    businessDate: businessDateOf(at),
    openedAt: at.toISOString(),
  };
  if (!(await insertTill(tx, opened))) throw rivalOf(opened.id, await findRivals(tx, opened));
  const { id: tillId, ...session } = opened;
  const { floatMinor: amountMinor } = session;
  const float = { kind: 'float', method: 'cash', amountMinor, sourceId: tillId } as const;
  addTillEntries(tx, [{ ...float, tillId, by: caller.userId, at }]);
  outbox.add(tx, [event('till.opened', tillId, { tillId, ...session })], cause);
  return viewOfTill({ ...untouched, ...opened });
}

const untouched = {
  seq: 0,
  status: 'open',
  countedMinor: null,
  counted: null,
  expectedMinor: null,
  closedAt: null,
} as const;

function rivalOf(id: string, rivals: TillRow[]): Problem {
  if (rivals.some((rival) => rival.id === id)) {
    return new Problem('already_exists', `There is a till ${id} already.`);
  }
  const [rival] = rivals;
  const where = rival === undefined ? 'It' : `The till ${rival.id} at register ${rival.register}`;
  return new Problem('till_already_open', `${where} is open. Close it first.`);
}

/**
 * Puts cash into an open till or takes it out. More may be taken than the till should hold: a refusal would tell
 * what that is.
 */
export async function moveCash(
  tx: Tx,
  { tillId, caller, ...request }: TillMovementRequest & TillCommand,
  { now }: TillDeps,
): Promise<TillMovement> {
  const { id = newId(), type, amountMinor, note } = request;
  const till = (await useTills(tx, { ids: [tillId], sellerIds: [] })).at(0);
  requireOpen(ownTill(till, tillId, caller));
  const at = now();
  const added = type === 'sangria' ? -amountMinor : amountMinor;
  const entry = { kind: type, method: 'cash', amountMinor: added, sourceId: id } as const;
  if (!(await addTillMovement(tx, { ...entry, tillId, note, by: caller.userId, at }))) {
    throw new Problem('already_exists', `There is a movement ${id} already.`);
  }
  return { id, type, amountMinor, note: note ?? null, by: caller.userId, at: at.toISOString() };
}

/**
 * Records the blind count, unless sales of the till are still to be sent, whose cash would seem to be too much:
 * throws `conflict` then. The till takes no new sale from here; it closes now, or in the transaction that
 * settles the last of its sales that wait for stock or payment.
 */
export async function countTill(
  tx: Tx,
  { tillId, caller, cause, countedMinor, counted, unsentCount }: CloseTillRequest & TillCommand,
  deps: TillDeps,
): Promise<Till> {
  const till = ownTill(await lockTill(tx, tillId), tillId, caller);
  requireOpen(till);
  if (unsentCount > 0) {
    const detail = `${unsentCount} sales of this till are not sent yet. Send them, then close it.`;
    throw new Problem('conflict', detail, {
      pt: `${unsentCount} vendas deste caixa ainda não foram enviadas. Envie-as e feche depois.`,
    });
  }
  saveCount(tx, { tillId, countedMinor, counted, at: deps.now(), by: caller.userId });
  await closeWhenSettled(tx, [{ ...till, status: 'closing', countedMinor, counted }], {
    ...deps,
    cause,
  });
  return viewOfTill(ownTill(await readTill(tx, tillId), tillId, caller));
}

/** The X reading of a till in use, the Z reading of a closed one. */
export async function readReport(
  db: Queryable,
  tillId: string,
  caller: Caller,
): Promise<TillReport> {
  // The till first: read after its figures, it could say `closed` of figures from before.
  const till = ownTill(await readTill(db, tillId), tillId, caller);
  const figures = await readFigures(db, tillId);
  return buildReport(till, figures, { seesExpected: isAllowed(caller.role, 'tills:read-all') });
}
