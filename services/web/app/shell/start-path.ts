/** Where somebody begins: the seller at the till, the stockist at the stock, the owner at the desk. */
import type { Role } from '@balcao/contracts/permissions.ts';

const paths: Record<Role, string> = {
  admin: '/desk',
  seller: '/till',
  stockist: '/stock',
  machine: '/account/password',
};

export const startPath = (role: Role): string => paths[role];
