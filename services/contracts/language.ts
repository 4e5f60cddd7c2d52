/** The languages of the user interface, as BCP 47 names them. */
import { z } from 'zod';

export const language = z.enum(['pt-BR', 'en']);
