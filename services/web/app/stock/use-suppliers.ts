/** The suppliers from whom is bought: a shop has some dozens of them. */
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export const useSuppliers = () =>
  useQuery({
    queryKey: ['stock', 'suppliers', 'active'],
    queryFn: async () => {
      const query = { active: true, limit: 200 };
      return (await answer(api.GET('/api/v1/inventory/suppliers', { params: { query } }))).items;
    },
  });
