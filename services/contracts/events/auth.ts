/** What auth tells the others about its users. */
import { z } from 'zod';
import { id } from '../ids.ts';
import { role } from '../role.ts';

export const userRegistered = z.object({
  userId: id,
  email: z.string(),
  name: z.string(),
  role,
});
export type UserRegistered = z.infer<typeof userRegistered>;

export const userUpdated = userRegistered.extend({ active: z.boolean() });
export type UserUpdated = z.infer<typeof userUpdated>;

export const userDisabled = z.object({ userId: id });
export type UserDisabled = z.infer<typeof userDisabled>;
