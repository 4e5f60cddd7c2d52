/** Whether the person may change the catalogue, or only read it. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useUser } from '../session/use-user.ts';

export function useMayWrite(): boolean {
  const { role } = useUser();
  return isAllowed(role, 'catalogue:write');
}
