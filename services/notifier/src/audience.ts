/** Who is told of what: whoever may read it at its source. */
import type { NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import { notificationEvents } from '@balcao/contracts/api/notifications.ts';
import { isAllowed, type Permission, type Role } from '@balcao/contracts/permissions.ts';

const permissionFor: Record<NotificationEvent, Permission> = {
  'stock.low': 'stock:read',
  'stock.expiring': 'stock:read',
  'payment.declined': 'payments:read',
  'till.closed': 'tills:read-all',
  'market.alert.firing': 'market:read',
  'market.alert.resolved': 'market:read',
  'system.alert.firing': 'messages:manage',
  'system.alert.resolved': 'messages:manage',
};

/** The events that a role is told of. */
export const eventsFor = (role: Role): NotificationEvent[] =>
  notificationEvents.filter((event) => isAllowed(role, permissionFor[event]));
