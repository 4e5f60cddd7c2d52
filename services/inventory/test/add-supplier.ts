/** A supplier for lots to come from. */
import { randomUUID } from 'node:crypto';
import type { Shop } from './shop.ts';

/** Answers its id. */
export async function addSupplier({ db }: Shop, name: string): Promise<string> {
  const id = randomUUID();
  await db.query('INSERT INTO supplier (id, name, sort_name) VALUES ($1, $2, lower($2))', [
    id,
    name,
  ]);
  return id;
}
