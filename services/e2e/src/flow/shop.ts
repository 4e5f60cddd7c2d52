/** What the steps of the flow share. */
import type { Product } from '@balcao/contracts/api/product.ts';
import type { Role } from '@balcao/contracts/permissions.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { Api, Schema } from './api.ts';
import type { Books } from './books.ts';

/** Somebody who is logged in. */
export interface Person {
  userId: string;
  email: string;
  role: Role;
  api: Api;
}

/** What a scale prints in this shop: a weight of the meat, or where it counts pieces, some boxes. */
export interface Label {
  code: string;
  productId: string;
  quantityMilli: number;
  totalMinor: number;
}

export interface Goods {
  layout: ScaleLayout;
  /** Weighed; has a PLU. */
  meat: Product & { plu: string };
  /** Sold by the piece; has a barcode and a PLU. */
  box: Product & { plu: string; barcode: string };
  label: Label;
  /** What comes from the abattoir, and the two cuts that it becomes. */
  carcass: Product;
  prime: Product;
  second: Product;
}

/** A request that was sent with a key, and the id of what it made. */
export interface KeyedRequest {
  api: Api;
  path: string;
  schema: Schema<{ id: string }>;
  body: unknown;
  /** The same request with another content. */
  otherBody: unknown;
  key: string;
  id: string;
}

export interface Shop {
  /** Calls without a token. */
  anonymous: Api;
  admin: Person;
  seller: Person;
  stockist: Person;
  goods: Goods;
  books: Books;
  keyed: KeyedRequest[];
}

/** What is to be undone at the end, also after a failure; the last first. */
export type Leftovers = { name: string; undo: () => Promise<void> }[];
