/** Every kind of resource that this operator looks after. */

import { backupKinds } from './backup-kinds.ts';
import type { Kind } from './kind.ts';
import { managedKinds } from './managed-kinds.ts';

export const kinds: Kind[] = [...managedKinds, ...backupKinds];
