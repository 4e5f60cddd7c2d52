/** Which service answers which paths: the first segments under `/api/v1`. The only list. */

export const prefixes = {
  auth: ['auth', 'users'],
  product: ['products', 'categories', 'promotions'],
  inventory: ['inventory'],
  sales: ['orders', 'tills', 'customers'],
  payment: ['payments'],
  finance: ['finance', 'lancamentos', 'consolidado'],
  'market-analyzer': ['market'],
  notifier: ['notifications'],
} as const;

export type ServiceName = keyof typeof prefixes;

/** The service that answers a path such as `/orders/…`; undefined where there is none. */
export function serviceOf(path: string): string | undefined {
  const [first] = path.slice(1).split(/[/?]/);
  return Object.entries(prefixes).find(([, own]) => own.some((prefix) => prefix === first))?.[0];
}
