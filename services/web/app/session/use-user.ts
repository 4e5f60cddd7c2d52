/** The person at the screen; the session gate shows no screen without one. */
import type { User } from '@balcao/contracts/api/users.ts';
import { useStore } from '../store.ts';
import { session } from './session.ts';

export function useUser(): User {
  const { user } = useStore(session);
  if (user === null) throw new Error('a screen is shown to nobody');
  return user;
}
