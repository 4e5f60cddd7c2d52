/** The layout of a shop's scale labels, as a setting and as the API has it. */
import { z } from 'zod';
import { isScaleLayout, scaleLayouts } from './scale-label.ts';

export const scaleLayout = z
  .string()
  .max(200)
  .refine(isScaleLayout, {
    error: () =>
      `one of ${scaleLayouts.join(', ')}, or patterns such as 21.....{NNDDD},23.....{NNNDD}`,
  });
