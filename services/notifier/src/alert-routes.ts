/** The door through which an Alertmanager puts its alerts into the inbox. */
import {
  type Alert,
  alertmanagerRequest,
  alertmanagerResponse,
} from '@balcao/contracts/api/alertmanager.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { requireBearer } from './bearer-token.ts';
import type { OnTold } from './consumers.ts';
import type { NewNotification } from './notification.ts';
import { insertNotifications } from './notification-store.ts';
import { alertName, wordAlert } from './word-alert.ts';

/** A group may hold every alert of a bad day. */
const maxBodyBytes = 4_194_304;

export interface AlertRouteDeps {
  db: Database;
  onTold: OnTold;
  /** Undefined: nobody may tell alerts, and there is nothing at this address. */
  token: string | undefined;
}

/** An Alertmanager sends no Idempotency-Key, and repeats what still fires: each alert has a key of its own. */
export function alertRoutes({ db, onTold, token }: AlertRouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'post',
        path: '/notifications/alertmanager',
        summary: 'What a Prometheus Alertmanager tells, with a bearer token of its own',
        access: 'public',
        body: alertmanagerRequest,
        maxBodyBytes,
        // Before anything is read: a stranger costs no memory, and learns nothing about what would be accepted.
        guard: ({ header }) => requireBearer(header('authorization'), token),
        answers: { 200: alertmanagerResponse },
        problems: ['unauthenticated', 'not_found'],
      },
      async ({ body: { alerts } }) => {
        const told = await db.transaction(async (tx) => {
          const news = await insertNotifications(tx, alerts.map(toNotification));
          await onTold(tx, news);
          return news.length;
        });
        return { status: 200, body: { told } };
      },
    ),
  ];
}

function toNotification(alert: Alert): NewNotification {
  const { status, fingerprint, startsAt, endsAt, labels } = alert;
  const isFiring = status === 'firing';
  const since = new Date(startsAt).toISOString();
  return {
    id: newId(),
    eventId: `alertmanager:${fingerprint}:${since}:${status}`,
    thread: `alertmanager:${fingerprint}`,
    event: isFiring ? 'system.alert.firing' : 'system.alert.resolved',
    subject: alertName(labels),
    rule: alertName(labels),
    symbol: null,
    startedAt: since,
    occurredAt:
      isFiring || Date.parse(endsAt) < Date.parse(since) ? since : new Date(endsAt).toISOString(),
    ...wordAlert(alert),
  };
}
