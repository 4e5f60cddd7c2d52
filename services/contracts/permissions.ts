/** Who may do what: the only table of permissions, read by every service and by the UI. */

export const personRoles = ['admin', 'seller', 'stockist'] as const;
/** `machine` is a program such as the operator, which keeps feeds, rules and channels: it gets what it needs one by one. */
export const roles = [...personRoles, 'machine'] as const;
export type Role = (typeof roles)[number];

const permissions = {
  'catalogue:read': ['admin', 'seller', 'stockist', 'machine'],
  'catalogue:write': ['admin', 'stockist'],
  'promotions:write': ['admin', 'stockist'],
  'stock:read': ['admin', 'stockist'],
  'stock:write': ['admin', 'stockist'],
  /** One's own orders; another's are not found. */
  'orders:read': ['admin', 'seller'],
  'orders:write': ['admin', 'seller'],
  /** Everybody's orders, to read and to change. */
  'orders:read-all': ['admin'],
  /** Everybody's held orders: whoever resumes one has it from then on. */
  'orders:resume': ['admin', 'seller'],
  /** Allows an order what is beyond a limit. */
  'discounts:override': ['admin'],
  /** One's own tills; another's are not found. */
  'tills:use': ['admin', 'seller'],
  /** Everybody's tills, and what an open one should hold. */
  'tills:read-all': ['admin'],
  /** Customers and their tabs; a seller takes payments of tabs too. */
  'customers:read': ['admin', 'seller'],
  'customers:write': ['admin', 'seller'],
  /** How much a customer may owe, and corrections of what is owed. */
  'customers:set-limit': ['admin'],
  'customers:anonymise': ['admin'],
  'payments:read': ['admin', 'seller'],
  'payments:write': ['admin', 'seller'],
  /** Marks a payment as paid without the provider's word. */
  'payments:confirm': ['admin'],
  'payments:refund': ['admin'],
  /** Holds the provider's day against ours. */
  'payments:reconcile': ['admin'],
  /** Plays the customer of the simulated provider. */
  'payments:simulate': ['admin', 'seller'],
  /** Switches the simulated provider's faults. */
  'payments:configure': ['admin'],
  'finance:read': ['admin'],
  'finance:write': ['admin'],
  'market:read': ['admin', 'stockist', 'machine'],
  'market:write': ['admin', 'machine'],
  'notifications:read': ['admin', 'seller', 'stockist'],
  /** Where messages are sent, and what became of them. */
  'notifications:manage': ['admin', 'machine'],
  /** Marks objects as its own (`managedBy`), and changes those that are marked. */
  'objects:manage': ['machine'],
  'users:manage': ['admin'],
  'keys:manage': ['admin'],
  /** The audit trail of security events. */
  'security:read': ['admin'],
  'messages:manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

const isPermission = (value: string): value is Permission => Object.hasOwn(permissions, value);
export const allPermissions: readonly Permission[] = Object.keys(permissions).filter(isPermission);

/** The roles that hold a permission. */
export const rolesWith = (permission: Permission): readonly Role[] => permissions[permission];

export const isAllowed = (who: Role, permission: Permission): boolean =>
  rolesWith(permission).includes(who);
