/** A notification before it is stored. */
import type { Notification } from '@balcao/contracts/api/notifications.ts';
import type { Severity } from '@balcao/contracts/severity.ts';

/** What people read, in both languages of the shop. */
export interface Wording {
  severity: Severity;
  title: { pt: string; en: string };
  body: { pt: string; en: string };
}

export interface NewNotification extends Notification {
  /** Of the message that it tells of. */
  eventId: string;
  /** What it is one of several words about: they reach a channel in their order. Null: it stands alone. */
  thread: string | null;
  /** Of an alert: the id of the rule on prices, or the name of the alert of an Alertmanager. */
  rule: string | null;
  /** Of an alert on prices: what is quoted. */
  symbol: string | null;
  /** Of an alert: when it began, which may be long before it is told, as after a silence. */
  startedAt: string | null;
}

/** What decides where a notification goes, and with which others. */
export type Addressed = Pick<
  NewNotification,
  'id' | 'event' | 'subject' | 'severity' | 'thread' | 'rule' | 'symbol'
>;
