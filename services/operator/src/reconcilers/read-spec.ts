/** The spec of an object as its resource has it. */
import type { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import { bounded } from '../specs/wish.ts';

/** Throws a `TerminalError`: an object that was stored under an older definition may be wrong by this one. */
export function readSpec<Spec>(schema: z.ZodType<Spec>, { spec }: KubeObject): Spec {
  const parsed = schema.safeParse(spec);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `spec.${path.join('.')}: ${message}`,
  );
  throw new TerminalError('Invalid', bounded(faults.join('; ')));
}
