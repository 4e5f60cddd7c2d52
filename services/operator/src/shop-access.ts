/** How one shop is reached: what its chart writes into a Secret for the operator. */
import { id } from '@balcao/contracts/ids.ts';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).max(500);

export const shopAccess = z.object({
  /** The id of the machine account. */
  clientId: id,
  clientSecret: z.string().min(1),
  /** Where each service is, without `/api/v1`. */
  'auth-url': url,
  'market-analyzer-url': url,
  'notifier-url': url,
});
export type ShopAccess = z.output<typeof shopAccess>;

/** The label by which the Secret is found in the shop's namespace. */
export const accessLabel = 'balcao.dev/shop-access=operator';

/** The texts of a Secret's `data`, which is base64. */
export function secretTexts(data: unknown): Record<string, string> {
  const encoded = z.record(z.string(), z.string()).safeParse(data).data ?? {};
  return Object.fromEntries(
    Object.entries(encoded).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}
