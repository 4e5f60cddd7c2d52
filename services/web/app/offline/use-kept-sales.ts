/** The sales that are kept on this device, as they are in whichever tab they change. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onSalesChanged, readSales, readSettledSales } from './sale-store.ts';

const queryKey = ['kept-sales'];

export function useKeptSales() {
  const client = useQueryClient();
  useEffect(() => onSalesChanged(() => void client.invalidateQueries({ queryKey })), [client]);
  const query = useQuery({
    queryKey,
    // The device is asked, not the network: at once, and anew whenever somebody looks.
    networkMode: 'always',
    staleTime: 0,
    async queryFn() {
      const [sales, settled] = await Promise.all([readSales(), readSettledSales()]);
      return {
        unsent: sales.filter(({ refusal }) => refusal === null),
        refused: sales.filter(({ refusal }) => refusal !== null),
        settled,
      };
    },
  });
  return { ...query.data, loading: query };
}
