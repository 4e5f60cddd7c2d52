/** Who changes an object, against who looks after it. */
import { type Management, managementRefusal } from '@balcao/contracts/managed-by.ts';
import { Problem } from '../problem.ts';

/** Throws `managed_elsewhere` for an object that others look after, `forbidden` for a wish to look after it oneself. */
export function requireManager(management: Management): void {
  const refusal = managementRefusal(management);
  if (refusal !== undefined) throw new Problem(refusal.code, refusal.detail, { pt: refusal.pt });
}
