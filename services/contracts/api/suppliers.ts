/** Suppliers over the API: whom lots are bought from. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { name, text } from '../text.ts';
import { version } from '../version.ts';

/** A CNPJ (letters too, since July 2026) or CPF; kept without points, slashes and blanks. */
const document = text(30)
  .transform((typed) => typed.replace(/[^0-9A-Za-z]/g, '').toUpperCase())
  .pipe(z.string().min(1).max(20));

const fields = { name, document: document.nullable().default(null) };

export const createSupplierRequest = z.strictObject({ id: id.optional(), ...fields });
export type CreateSupplierRequest = z.infer<typeof createSupplierRequest>;

export const updateSupplierRequest = z.strictObject({
  ...fields,
  /** False: nothing more is bought there; the lots keep their supplier. */
  active: z.boolean(),
});
export type UpdateSupplierRequest = z.infer<typeof updateSupplierRequest>;

export const supplier = z.object({
  id,
  name: z.string(),
  document: z.string().nullable(),
  active: z.boolean(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type Supplier = z.infer<typeof supplier>;

export const supplierListQuery = z.strictObject({
  ...pageParameters,
  q: text(120).optional(),
  active: queryBoolean.optional(),
});
export type SupplierListQuery = z.infer<typeof supplierListQuery>;

export const supplierPage = page(supplier);
export type SupplierPage = z.infer<typeof supplierPage>;
