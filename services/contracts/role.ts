/** A role of `permissions.ts`, as requests and answers have it. */
import { z } from 'zod';
import { roles } from './permissions.ts';

export const role = z.enum(roles);
