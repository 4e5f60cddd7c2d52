/** Objects that are looked after elsewhere, such as in Kubernetes: marked, and changed by their manager alone. */
import { z } from 'zod';
import { isAllowed, type Role } from './permissions.ts';

/** Where the original is: `<system>:<place in it>`, such as `kubernetes:shop/AlertRule/usd-jump`. */
export const managedBy = z
  .string()
  .regex(
    /^[a-z0-9-]+:[A-Za-z0-9./_-]{1,300}$/,
    'such as kubernetes:shop/AlertRule/usd-jump, 300 characters after the colon at most',
  );
export type ManagedBy = z.infer<typeof managedBy>;

/** In a request: null, which a manager may send too, leaves the object to people. */
export const wantedManagedBy = managedBy.nullable().default(null);

export interface Management {
  role: Role;
  /** Who looks after the object before the change; null for a new one too. */
  before: ManagedBy | null;
  /** Who shall afterwards; null when it is deleted. */
  wanted: ManagedBy | null;
}

export interface ManagementRefusal {
  code: 'forbidden' | 'managed_elsewhere';
  detail: string;
  /** The detail in Portuguese. */
  pt: string;
}

/** Why this role may not make, change or delete the object; undefined where it may. */
export function managementRefusal(management: Management): ManagementRefusal | undefined {
  const { role, before, wanted } = management;
  if (isAllowed(role, 'objects:manage')) return;
  if (before !== null) {
    const detail = `It is managed by ${before}: change or delete it there.`;
    const pt = `É mantido por ${before}: mude ou apague lá.`;
    return { code: 'managed_elsewhere', detail, pt };
  }
  if (wanted === null) return;
  const detail = 'Only a machine that manages objects (objects:manage) may send managedBy.';
  const pt = 'Só uma máquina que mantém objetos (objects:manage) pode enviar managedBy.';
  return { code: 'forbidden', detail, pt };
}
