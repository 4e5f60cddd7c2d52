/** The API of the audit trail, which auth keeps. Times in UTC. */
import { z } from 'zod';
import { dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';

/** What is told; `detail` says more, each type its own. */
export const securityEventTypes = [
  'login.succeeded',
  /** The current password of a password change counts as well; `detail.purpose` says which it was. */
  'login.failed',
  /** A budget of failures is used up: further attempts are refused unseen until the window ends. */
  'login.locked',
  'user.added',
  'user.enabled',
  'user.disabled',
  'user.email_changed',
  'user.role_changed',
  'password.changed',
  /** The same password was hashed anew, since the old hash had been made with less work. */
  'password.rehashed',
  'session.ended',
  'refresh_token.reused',
  'key.rotated',
  'machine.secret_added',
  'machine.secret_revoked',
  /** The retention removed older events. */
  'events.forgotten',
] as const;
export const securityEventType = z.enum(securityEventTypes);
export type SecurityEventType = z.infer<typeof securityEventType>;

/** Small facts such as a reason or the role before; never a password or a token. */
export const securityEventDetail = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);
export type SecurityEventDetail = z.infer<typeof securityEventDetail>;

export const securityEvent = z.object({
  id,
  type: securityEventType,
  at: instant,
  /** Whose account it is about; null where no account has the e-mail. */
  userId: id.nullable(),
  /** Who did it; null where nobody was logged in, or the service did it by itself. */
  actorId: id.nullable(),
  sessionId: id.nullable(),
  /** An IPv4 address or the /64 of an IPv6 address. */
  client: z.string().nullable(),
  /** Coarse, such as `Firefox on Android`. */
  userAgent: z.string().nullable(),
  detail: securityEventDetail,
});
export type SecurityEvent = z.infer<typeof securityEvent>;

/** Days are the shop's. */
export const securityEventListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    userId: id.optional(),
    type: securityEventType.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type SecurityEventListQuery = z.infer<typeof securityEventListQuery>;

export const securityEventPage = page(securityEvent);
export type SecurityEventPage = z.infer<typeof securityEventPage>;
