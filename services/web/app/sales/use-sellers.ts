/** Who the sellers are: by name for whoever may read users, else by nobody's. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useUser } from '../session/use-user.ts';

export function useSellers() {
  const user = useUser();
  const { data } = useQuery({
    queryKey: ['users', 'all'],
    enabled: isAllowed(user.role, 'users:manage'),
    queryFn: () => answer(api.GET('/api/v1/users', { params: { query: { limit: 200 } } })),
  });
  const users = data?.items ?? [user];
  return {
    sellers: users.filter(({ role }) => isAllowed(role, 'orders:write')),
    nameOf: (id: string): string => users.find((each) => each.id === id)?.name ?? '–',
  };
}
