/** What a seller may give away, and what an admin's override adds to that, once. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';
import type { Role } from '@balcao/contracts/permissions.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { SalesConfig } from './config.ts';

/** An override that may be used, or that its order has used already. */
export interface Allowance {
  id: string;
  discountUpToMinor: number | null;
  tabUpToMinor: number | null;
  orderId: string | null;
}

/**
 * The overrides that count for an order: the one that it names, and those that it has used before. Throws `override_not_valid` where the named one is unknown, used or too old.
 */
export function allowancesFor(
  { overrideId, orderId = null }: { overrideId: string | undefined; orderId?: string | null },
  allowances: Map<string, Allowance>,
): Allowance[] {
  const own = [...allowances.values()].filter((one) => orderId !== null && one.orderId === orderId);
  if (overrideId === undefined) return own;
  const named = allowances.get(overrideId);
  if (named === undefined) {
    throw new Problem('override_not_valid', 'The override is unknown, used, or too old.', {
      pt: 'A autorização não existe, já foi usada ou é antiga demais.',
      errors: [
        {
          path: 'overrideId',
          message: 'ask an admin for another',
          pt: 'peça outra a um administrador',
        },
      ],
    });
  }
  return [named, ...own];
}

type DiscountLimits = Pick<SalesConfig, 'sellerDiscountBasisPoints' | 'adminDiscountBasisPoints'>;

/** The share of the subtotal that a role may give away, in hundredths of a per cent. */
export const discountLimitBasisPoints = (role: Role, limits: DiscountLimits): number =>
  role === 'admin' ? limits.adminDiscountBasisPoints : limits.sellerDiscountBasisPoints;

/** Centavos of discount that a role may give: its share of the subtotal, rounded half up. */
export const discountLimitMinor = (
  role: Role,
  subtotalMinor: number,
  limits: DiscountLimits,
): number => multiplyDivide(subtotalMinor, discountLimitBasisPoints(role, limits), 10_000);

/** Who gives a discount, and what an admin allowed for it. */
export interface Giver {
  role: Role;
  limits: DiscountLimits;
  allowances: Allowance[];
}

/** Centavos of discount that the role or an override allows. */
export function allowedDiscountMinor(
  subtotalMinor: number,
  { role, limits, allowances }: Giver,
): number {
  const own = discountLimitMinor(role, subtotalMinor, limits);
  return Math.max(own, ...allowances.map((one) => one.discountUpToMinor ?? 0));
}

/** Throws `discount_above_limit`, which names the limit, unless the role or an override allows the discount. */
export function requireDiscount(
  { discountMinor, subtotalMinor }: { discountMinor: number; subtotalMinor: number },
  by: Giver,
): void {
  const allowed = allowedDiscountMinor(subtotalMinor, by);
  if (discountMinor <= allowed) return;
  throw new Problem(
    'discount_above_limit',
    `The discount of ${discountMinor} centavos is above ${allowed}. An admin can allow it.`,
    {
      pt: `O desconto de R$ ${formatAmount(discountMinor)} passa de R$ ${formatAmount(allowed)}. Um administrador pode autorizar.`,
      errors: [
        {
          path: 'discountMinor',
          message: `at most ${allowed}`,
          pt: `no máximo R$ ${formatAmount(allowed)}`,
        },
      ],
    },
  );
}
