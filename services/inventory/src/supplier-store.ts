/** The SQL of suppliers. */
import type {
  Supplier,
  SupplierListQuery,
  UpdateSupplierRequest,
} from '@balcao/contracts/api/suppliers.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';

export interface SupplierRow {
  id: string;
  name: string;
  sort_name: string;
  document: string | null;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface SupplierKey {
  sortName: string;
  id: string;
}

/** Short enough for a cursor. */
const maxSortLength = 60;

/** Suppliers by name. */
export function listSuppliers(
  db: Queryable,
  query: SupplierListQuery,
  after: SupplierKey | null,
): Promise<SupplierRow[]> {
  const { limit, q, active } = query;
  return db.query<SupplierRow>(
    `SELECT * FROM supplier
     WHERE ($2::text IS NULL OR (sort_name, id) > ($2, $3::uuid))
       AND ($4::text IS NULL OR position($4 IN sort_name) > 0)
       AND ($5::boolean IS NULL OR is_active = $5)
     ORDER BY sort_name, id LIMIT $1`,
    [
      limit + 1,
      after?.sortName ?? null,
      after?.id ?? null,
      q === undefined ? null : normaliseText(q),
      active ?? null,
    ],
  );
}

export async function findSupplier(db: Queryable, id: string): Promise<Supplier | undefined> {
  const [row] = await db.query<SupplierRow>('SELECT * FROM supplier WHERE id = $1', [id]);
  return row === undefined ? undefined : toSupplier(row);
}

/** Some suppliers, by their ids. */
export async function readSuppliers(db: Queryable, ids: string[]): Promise<Map<string, Supplier>> {
  const rows = await db.query<SupplierRow>('SELECT * FROM supplier WHERE id = ANY($1::uuid[])', [
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, toSupplier(row)]));
}

/** The supplier, held until the transaction ends. Throws `not_found`. */
export async function lockSupplier(tx: Tx, id: string): Promise<Supplier> {
  const rows = await tx.query<SupplierRow>(
    'SELECT * FROM supplier WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return only(rows, id);
}

/** Throws `already_exists` where the id or the document is taken. */
export async function insertSupplier(
  tx: Tx,
  { id, name, document }: { id: string; name: string; document: string | null },
): Promise<Supplier> {
  const rows = await tx.query<SupplierRow>(
    `INSERT INTO supplier (id, name, sort_name, document) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING *`,
    [id, name, sortName(name), document],
  );
  if (rows.length > 0) return only(rows, id);
  throw taken();
}

/** Throws `already_exists` where the document is taken. */
export async function updateSupplier(
  tx: Tx,
  id: string,
  { name, document, active }: UpdateSupplierRequest,
): Promise<Supplier> {
  try {
    const rows = await tx.query<SupplierRow>(
      `UPDATE supplier SET name = $2, sort_name = $3, document = $4, is_active = $5,
         version = version + 1, updated_at = now()
       WHERE id = $1 RETURNING *`,
      [id, name, sortName(name), document, active],
    );
    return only(rows, id);
  } catch (error) {
    if (brokenConstraint(error) !== 'supplier_document') throw error;
    throw taken();
  }
}

/** Throws `conflict` where goods came from the supplier: the foreign keys alone decide, so no race can. */
export async function deleteSupplier(tx: Tx, { id, name }: Supplier): Promise<void> {
  try {
    await tx.query('DELETE FROM supplier WHERE id = $1', [id]);
  } catch (error) {
    if (brokenConstraint(error)?.endsWith('_supplier_id_fkey') !== true) throw error;
    const detail = `There are goods of ${name}. Set it to inactive instead.`;
    throw new Problem('conflict', detail, {
      pt: `Há mercadoria de ${name}. Em vez de remover, deixe de comprar dele.`,
      cause: error,
    });
  }
}

/** Throws `unknown_supplier` for one that is named and does not exist, or is not bought from any more. */
export async function requireSupplier(tx: Tx, supplierId: string | undefined): Promise<void> {
  if (supplierId === undefined) return;
  const rows = await tx.query('SELECT 1 FROM supplier WHERE id = $1 AND is_active FOR KEY SHARE', [
    supplierId,
  ]);
  if (rows.length > 0) return;
  const message = `no active supplier has the id ${supplierId}`;
  throw new Problem('unknown_supplier', `There is no such supplier: ${message}.`, {
    pt: 'Este fornecedor não existe, ou está inativo.',
    errors: [{ path: 'supplierId', message, pt: 'este fornecedor não existe, ou está inativo' }],
  });
}

export function toSupplier(row: SupplierRow): Supplier {
  return {
    id: row.id,
    name: row.name,
    document: row.document,
    active: row.is_active,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function noSuchSupplier(id: string): Problem {
  return new Problem('not_found', `No supplier has the id ${id}.`);
}

function only([row]: SupplierRow[], id: string): Supplier {
  if (row === undefined) throw noSuchSupplier(id);
  return toSupplier(row);
}

function sortName(name: string): string {
  return [...normaliseText(name)].slice(0, maxSortLength).join('');
}

function taken(): Problem {
  return new Problem('already_exists', 'A supplier with this id or document exists already.', {
    pt: 'Já existe um fornecedor com este documento.',
  });
}
