/** Every kind of resource that this operator looks after. */

import { backupKinds } from './backup-kinds.ts';
import type { Kind } from './kind.ts';
import { managedKinds } from './managed-kinds.ts';
import { restoreKind } from './restore-kind.ts';

export const kinds: Kind[] = [...managedKinds, ...backupKinds, restoreKind];
