/**
 * What is said of alerts that an Alertmanager tells. Their own texts are in English, as their rules are; of those of
 * our charts there is a title in Portuguese.
 */
import type { Alert } from '@balcao/contracts/api/alertmanager.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import { alertTitle } from './alert-titles.ts';
import type { Wording } from './notification.ts';

const maxTitleLength = 200;
const maxBodyLength = 1_000;

/** A severity that nobody has agreed upon is worth a look. */
const severityOf = new Map<string | undefined, Severity>([
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['info', 'info'],
  ['none', 'info'],
]);

export function wordAlert({ status, labels, annotations, startsAt }: Alert): Wording {
  const summary = clean(annotations.summary ?? alertName(labels), maxTitleLength);
  const known = alertTitle(labels);
  const title = { pt: clean(known ?? summary, maxTitleLength), en: summary };
  const severity = severityOf.get(labels.severity) ?? 'warning';
  if (status === 'resolved') {
    const since = `${new Date(startsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return {
      // As urgent as its beginning, so that it reaches whoever was told of that.
      severity,
      title: { pt: `Resolvido: ${title.pt}`, en: `Resolved: ${title.en}` },
      body: { pt: `Durava desde ${since}.`, en: `It had lasted since ${since}.` },
    };
  }
  const { description = '', runbook_url: runbook = '' } = annotations;
  const details = clean(`${description} ${runbook}`, maxBodyLength);
  // The summary has the figures that the Portuguese title has not.
  const original = clean(known === undefined ? details : `${summary}. ${details}`, maxBodyLength);
  return {
    severity,
    title: { pt: `Alerta: ${title.pt}`, en: `Alert: ${title.en}` },
    body: { pt: original === '' ? '' : `Em inglês: ${original}`, en: details },
  };
}

export const alertName = (labels: Alert['labels']): string =>
  clean(labels.alertname ?? 'alert', maxTitleLength);

/** One line without what a database refuses: control characters and half surrogate pairs. */
function clean(text: string, maxLength: number): string {
  const characters = [...text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()];
  return characters.slice(0, maxLength).join('');
}
