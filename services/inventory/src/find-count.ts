/** A count that is asked for by its id, and may be in the wrong status. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type CountHead, findCount, lockCount } from './count-store.ts';

/** Throws `not_found`. */
export async function getCount(db: Queryable, id: string): Promise<Count> {
  return (await findCount(db, id)) ?? raise(noSuchCount(id));
}

/** Locks a count that is open (see `lockCount`). Throws `not_found` and `invalid_transition`. */
export async function lockOpenCount(
  tx: Tx,
  id: string,
  mode: 'shared' | 'alone',
): Promise<CountHead> {
  const count = (await lockCount(tx, id, mode)) ?? raise(noSuchCount(id));
  if (count.status === 'open') return count;
  throw new Problem('invalid_transition', `The count is ${count.status} already.`, {
    pt: `A contagem já foi ${count.status === 'submitted' ? 'entregue' : 'cancelada'}.`,
  });
}

function noSuchCount(id: string): Problem {
  return new Problem('not_found', `No count has the id ${id}.`);
}

function raise(problem: Problem): never {
  throw problem;
}
