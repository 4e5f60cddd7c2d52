/** A customer with the tab: what is owed, what may still be bought, what is open. */
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

/** The key begins with `customers`: whatever changes a customer or a tab has all of them read anew. */
export const useCustomer = (id: string) =>
  useQuery({
    queryKey: ['customers', 'one', id],
    queryFn: async () => {
      const params = { path: { id } };
      const [customer, tab] = await Promise.all([
        answer(api.GET('/api/v1/customers/{id}', { params })),
        answer(api.GET('/api/v1/customers/{id}/tab', { params })),
      ]);
      return { customer, tab };
    },
  });
