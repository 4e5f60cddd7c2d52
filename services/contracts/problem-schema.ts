/** Problem details (RFC 9457) as every service answers them. */
import { z } from 'zod';

/** `code` is any string on purpose: an older client reads a newer server's problem. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z
    .string()
    .optional()
    .describe(
      'What is in the way and what to change. Content-Language says its language: Portuguese where Accept-Language prefers that and it is had, else English.',
    ),
  code: z.string(),
  traceId: z.string().optional(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe(
      'What is wrong with which field, by its JSON path, such as lines[0].quantityMilli; in Portuguese where Accept-Language prefers it to English.',
    ),
});
export type ProblemDetails = z.infer<typeof problemSchema>;
