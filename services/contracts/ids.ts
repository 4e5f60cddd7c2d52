/** Identifiers are UUIDs in lower case, made by the server (version 7) or sent by the client. */
import { z } from 'zod';

/** Any version is read, since a client may send its own; lower case is how PostgreSQL writes it back. */
export const id = z.uuid().toLowerCase();

export const idParams = z.strictObject({ id });
export type IdParams = z.infer<typeof idParams>;

export const productIdParams = z.strictObject({ productId: id });
export type ProductIdParams = z.infer<typeof productIdParams>;

export const orderIdParams = z.strictObject({ orderId: id });
export type OrderIdParams = z.infer<typeof orderIdParams>;
