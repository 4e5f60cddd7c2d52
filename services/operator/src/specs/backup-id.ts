/** Pure: what a Backup is called in its storage; the same however often its Job is made, so that nothing is made twice. */
import { createHash } from 'node:crypto';
import type { KubeObject } from '../kube/kube-object.ts';

/** `20261126T030000Z-1a2b3c`: when the object was made, and six digits of its uid's digest. */
export function backupIdOf({ metadata: { creationTimestamp, uid = '' } }: KubeObject): string {
  const time = new Date(creationTimestamp ?? 0)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `${time}-${createHash('sha256').update(uid).digest('hex').slice(0, 6)}`;
}
