/** The API of load files for label scales (counter.md, Loading the scales). */
import { z } from 'zod';

/** Filizola (Smart), Toledo (older), Toledo MGV5 and MGV6, Urano (Top). */
export const scaleFamilies = ['filizola', 'toledo', 'toledo-mgv', 'urano'] as const;
export const scaleFamily = z.enum(scaleFamilies);
export type ScaleFamily = z.infer<typeof scaleFamily>;

export const scaleParams = z.strictObject({ family: scaleFamily });
export type ScaleParams = z.infer<typeof scaleParams>;
