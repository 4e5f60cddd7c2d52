/** How a customer stands: whether anything may still go on the tab. Pure; centavos. */
import type { Customer } from '@balcao/contracts/api/customers.ts';

export type CustomerState = 'anonymised' | 'inactive' | 'noTab' | 'blocked' | 'hasRoom';

/** `blocked`: the limit is used up, or was lowered below what is owed; only an override lets more on the tab. */
export function stateOf(
  { anonymisedAt, active, tabLimitMinor, balanceMinor }: Standing,
  heldMinor = 0,
): CustomerState {
  if (anonymisedAt !== null) return 'anonymised';
  if (!active) return 'inactive';
  const usedMinor = balanceMinor + heldMinor;
  if (usedMinor > 0 && usedMinor >= tabLimitMinor) return 'blocked';
  return tabLimitMinor === 0 ? 'noTab' : 'hasRoom';
}

type Standing = Pick<Customer, 'anonymisedAt' | 'active' | 'tabLimitMinor' | 'balanceMinor'>;
