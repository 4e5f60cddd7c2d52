/** The API of users, which auth owns. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { personRoles } from '../permissions.ts';
import { queryBoolean } from '../query.ts';
import { role } from '../role.ts';
import { email, name, text } from '../text.ts';
import { password } from './passwords.ts';

export const user = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  active: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
});
export type User = z.infer<typeof user>;

/** Machines are made by `createMachineRequest`. */
export const createUserRequest = z.strictObject({
  id: id.optional(),
  email,
  name,
  role: z.enum(personRoles),
  password,
});
export type CreateUserRequest = z.infer<typeof createUserRequest>;

/** Replaces the user; without `password` the password stays, with it every session of the user ends. */
export const updateUserRequest = z.strictObject({
  email,
  name,
  role,
  active: z.boolean(),
  password: password.optional(),
});
export type UpdateUserRequest = z.infer<typeof updateUserRequest>;

export const userListQuery = z.strictObject({
  ...pageParameters,
  /** Part of the name or the e-mail. */
  q: text(120).optional(),
  role: role.optional(),
  active: queryBoolean.optional(),
});
export type UserListQuery = z.infer<typeof userListQuery>;

export const userPage = page(user);
export type UserPage = z.infer<typeof userPage>;
