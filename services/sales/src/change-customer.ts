/** Makes, replaces, archives and anonymises customers. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type {
  CreateCustomerRequest,
  Customer,
  UpdateCustomerRequest,
} from '@balcao/contracts/api/customers.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { readAccounts } from './account-store.ts';
import { eraseCustomer, insertCustomer, lockCustomer, updateCustomer } from './customer-store.ts';

/** Who changes which version of which customer. */
export interface Change {
  id: string;
  ifMatch: string | undefined;
  caller: Caller;
}

/** Throws `already_exists` naming the field, or `forbidden` where somebody else than an admin gives a limit. */
export function createCustomer(
  tx: Tx,
  { request, caller }: { request: CreateCustomerRequest; caller: Caller },
): Promise<Customer> {
  const { tabLimitMinor = 0 } = request;
  requireSameLimit(0, tabLimitMinor, caller);
  return insertCustomer(tx, { ...request, id: request.id ?? newId(), tabLimitMinor });
}

/** Throws `not_found`, `version_mismatch`, `conflict` for an anonymised one, or what `createCustomer` throws. */
export async function replaceCustomer(
  tx: Tx,
  { id, ifMatch, caller, request }: Change & { request: UpdateCustomerRequest },
): Promise<Customer> {
  const before = await lockCustomer(tx, id);
  requireVersion(ifMatch, before.version);
  if (before.anonymisedAt !== null) {
    throw new Problem('conflict', 'The customer is anonymised. Make a new one.', {
      pt: 'O cliente foi anonimizado. Cadastre outro.',
    });
  }
  const { tabLimitMinor = before.tabLimitMinor } = request;
  requireSameLimit(before.tabLimitMinor, tabLimitMinor, caller);
  return updateCustomer(tx, { ...request, id, tabLimitMinor });
}

/** Nothing is sold to an archived customer; what is owed stays owed. Throws `not_found`, `version_mismatch`. */
export async function archiveCustomer(tx: Tx, { id, ifMatch }: Change): Promise<void> {
  const before = await lockCustomer(tx, id);
  requireVersion(ifMatch, before.version);
  if (before.active) await updateCustomer(tx, { ...before, active: false });
}

/**
 * Removes name, telephone, document, e-mail and note (LGPD, Lei 13.709/2018, art. 18, IV); the ledger stays. Done
 * once, it stays as it is. Throws `not_found`, or `conflict` while the customer owes or has something waiting.
 */
export async function anonymiseCustomer(tx: Tx, id: string, now: Date): Promise<Customer> {
  const before = await lockCustomer(tx, id);
  if (before.anonymisedAt !== null) return before;
  const account = (await readAccounts(tx, [id])).get(id);
  const openMinor = before.balanceMinor + (account?.heldMinor ?? 0);
  if (openMinor > 0) {
    throw new Problem('conflict', `The customer owes or is about to owe ${openMinor} centavos.`, {
      pt: `O cliente deve, ou está para dever, R$ ${formatAmount(openMinor)}.`,
    });
  }
  return eraseCustomer(tx, id, now);
}

function requireSameLimit(before: number, after: number, { role }: Caller): void {
  if (before === after || isAllowed(role, 'customers:set-limit')) return;
  throw new Problem('forbidden', 'Only an admin sets the limit of a tab.', {
    pt: 'Só um administrador define o limite do fiado.',
    errors: [{ path: 'tabLimitMinor', message: 'leave it out', pt: 'deixe de fora' }],
  });
}
