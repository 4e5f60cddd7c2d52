/** How urgent something is that people are told of, the least urgent first. */
import { z } from 'zod';

export const severities = ['info', 'warning', 'critical'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;
