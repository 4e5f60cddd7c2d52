/** The SQL of customers. */
import type {
  Customer,
  CustomerListQuery,
  UpdateCustomerRequest,
} from '@balcao/contracts/api/customers.ts';
import { id as idSchema } from '@balcao/contracts/ids.ts';
import { sortName } from '@balcao/contracts/normalise-text.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { searchPatterns, searchText } from './customer-search.ts';

export interface CustomerRow extends Customer {
  sortName: string;
}

const columns = `id, name, sort_name AS "sortName", phone, document, email, note,
  tab_limit_minor AS "tabLimitMinor", balance_minor AS "balanceMinor", active,
  anonymised_at AS "anonymisedAt", version, created_at AS "createdAt", updated_at AS "updatedAt"`;

export function toCustomer({ sortName: _key, ...customer }: CustomerRow): Customer {
  return customer;
}

export function noSuchCustomer(id: string): Problem {
  return new Problem('not_found', `There is no customer ${id}.`);
}

/** Throws `not_found`. */
export async function getCustomer(db: Queryable, id: string): Promise<Customer> {
  return only(await db.query(`SELECT ${columns} FROM customer WHERE id = $1`, [id]), id);
}

/** The customer, held until the transaction ends. Throws `not_found`. */
export async function lockCustomer(tx: Tx, id: string): Promise<Customer> {
  const rows = await tx.query<CustomerRow>(
    `SELECT ${columns} FROM customer WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return only(rows, id);
}

/** Customers by name; each word of `q` must occur. One row more than the page holds. */
export async function listCustomers(
  db: Queryable,
  { limit, cursor, q = '', active, owing }: CustomerListQuery,
): Promise<CustomerRow[]> {
  const [name, id] = nameKeyOf(cursor);
  return db.query<CustomerRow>(
    `SELECT ${columns} FROM customer
     WHERE (sort_name, id) > ($1::text, $2::uuid) AND search_text LIKE ALL ($3::text[])
       AND ($4::boolean IS NULL OR active = $4) AND ($5::boolean IS NULL OR (balance_minor > 0) = $5)
     ORDER BY sort_name, id LIMIT $6`,
    [name, id, searchPatterns(q), active ?? null, owing ?? null, limit + 1],
  );
}

function nameKeyOf(cursor: string | undefined): [string, string] {
  const [name = '', id = '00000000-0000-0000-0000-000000000000'] = decodeCursor(cursor, 2) ?? [];
  const parsed = idSchema.safeParse(id);
  if (!parsed.success) throw unusableCursor();
  return [name, parsed.data];
}

export type CustomerInput = UpdateCustomerRequest & { id: string; tabLimitMinor: number };

/** Throws `already_exists` naming the field. */
export function insertCustomer(tx: Tx, customer: CustomerInput): Promise<Customer> {
  return write(
    tx,
    `INSERT INTO customer (id, name, sort_name, search_text, phone, document, email, note,
       tab_limit_minor, active)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${columns}`,
    customer,
  );
}

/** Replaces the customer and counts its version up. Throws `already_exists` naming the field. */
export function updateCustomer(tx: Tx, customer: CustomerInput): Promise<Customer> {
  return write(
    tx,
    `UPDATE customer SET name = $2, sort_name = $3, search_text = $4, phone = $5, document = $6,
       email = $7, note = $8, tab_limit_minor = $9, active = $10, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    customer,
  );
}

async function write(tx: Tx, statement: string, customer: CustomerInput): Promise<Customer> {
  const { id, name, phone, document, email, note, tabLimitMinor, active } = customer;
  try {
    const rows = await tx.query<CustomerRow>(statement, [
      id,
      name,
      sortName(name),
      searchText(customer),
      phone,
      document,
      email,
      note,
      tabLimitMinor,
      active,
    ]);
    return only(rows, id);
  } catch (error) {
    throw refusalOf(error, customer);
  }
}

function refusalOf(error: unknown, { id, document }: CustomerInput): unknown {
  const constraint = brokenConstraint(error);
  if (constraint === 'customer_pkey') return taken('id', id, error);
  if (constraint === 'customer_document') return taken('document', document, error);
  return error;
}

function taken(field: string, value: string | null, cause: unknown): Problem {
  const errors = [{ path: field, message: 'another customer has it' }];
  return new Problem('already_exists', `Another customer has the ${field} ${value}.`, {
    cause,
    errors,
  });
}

/** Removes all that says who a locked customer is. What was owed and paid stays. */
export async function eraseCustomer(tx: Tx, id: string, at: Date): Promise<Customer> {
  const name = 'Anonimizado';
  const rows = await tx.query<CustomerRow>(
    `UPDATE customer SET name = $2, sort_name = $3, search_text = $3, phone = NULL, document = NULL,
       email = NULL, note = NULL, tab_limit_minor = 0, active = false, anonymised_at = $4,
       version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, name, sortName(name), at],
  );
  return only(rows, id);
}

function only([row]: CustomerRow[], id: string): Customer {
  if (row === undefined) throw noSuchCustomer(id);
  return toCustomer(row);
}
