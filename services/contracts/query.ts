/** Query parameters are strings: these schemas turn them into values, and refuse whatever is not plainly one. */
import { z } from 'zod';

/** A whole number in decimal digits: `12` is read; `12abc`, `1e3`, `+1`, `012` and the empty string are not. */
export const queryInteger = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    // In OpenAPI a parameter's type is what its text stands for.
    .meta({ type: 'integer', pattern: undefined, minimum: min, maximum: max });

/** `true` or `false`, and nothing else that other systems take for them. */
export const queryBoolean = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ type: 'boolean', enum: undefined });
