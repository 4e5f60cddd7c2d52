/**
 * What a Prometheus Alertmanager tells, as far as it is read: the payload of its webhooks, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). It may hold more.
 */
import { z } from 'zod';

const texts = z.record(z.string(), z.string());
/** In any zone, to the nanosecond. */
const time = z.iso.datetime({ offset: true });
const thisEra = time.regex(/^(19|2\d)/, 'a year from 1900 to 2999');

export const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts,
  startsAt: thisEra,
  /** In the year 1 where it is not known yet. */
  endsAt: time,
  /** Of the labels. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits'),
});
export type Alert = z.infer<typeof alert>;

export const alertmanagerRequest = z.object({ version: z.literal('4'), alerts: z.array(alert) });
export type AlertmanagerRequest = z.infer<typeof alertmanagerRequest>;

/** How many of the alerts were new. */
export const alertmanagerResponse = z.object({ told: z.int().min(0) });
export type AlertmanagerResponse = z.infer<typeof alertmanagerResponse>;
