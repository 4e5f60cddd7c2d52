/** What is typed of a customer, and what is sent of it. Pure. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { createCustomerRequest } from '@balcao/contracts/api/customers.ts';

export interface TypedCustomer {
  name: string;
  phone: string;
  document: string;
  email: string;
  note: string;
  /** Centavos; null while it is empty or no amount. */
  tabLimitMinor: number | null;
  active: boolean;
}

export const typedOf = (customer: Customer | null): TypedCustomer => ({
  name: customer?.name ?? '',
  phone: customer?.phone ?? '',
  document: customer?.document ?? '',
  email: customer?.email ?? '',
  note: customer?.note ?? '',
  tabLimitMinor: customer?.tabLimitMinor ?? 0,
  active: customer?.active ?? true,
});

/** The fields as they are sent; a limit only by who may set one: left out, it stays. */
export const sentOf = (
  { tabLimitMinor, active, name, ...rest }: TypedCustomer,
  maySetLimit: boolean,
) => ({
  name: name.trim(),
  phone: rest.phone.trim() || null,
  document: rest.document.trim() || null,
  email: rest.email.trim() || null,
  note: rest.note.trim() || null,
  active,
  ...(maySetLimit && tabLimitMinor !== null ? { tabLimitMinor } : {}),
});

/** The fields that the service would refuse, by its own schema: `document` has wrong check digits. */
export function wrongFieldsOf(typed: TypedCustomer): Set<PropertyKey> {
  const { error } = createCustomerRequest.safeParse(sentOf(typed, true));
  return new Set(error?.issues.flatMap(({ path }) => path.slice(0, 1)));
}
