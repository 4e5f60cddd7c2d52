/** Every kind of resource that this operator looks after. */
import type { Kind } from './kind.ts';

export const kinds: Kind[] = [];
