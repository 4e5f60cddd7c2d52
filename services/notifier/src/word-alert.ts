/** What is said of alerts that an Alertmanager tells. Their own texts are in English, as their rules are. */
import type { Alert } from '@balcao/contracts/api/alertmanager.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
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
  const title = clean(annotations.summary ?? alertName(labels), maxTitleLength);
  const severity = severityOf.get(labels.severity) ?? 'warning';
  if (status === 'resolved') {
    const since = `${new Date(startsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return {
      // As urgent as its beginning, so that it reaches whoever was told of that.
      severity,
      title: { pt: `Resolvido: ${title}`, en: `Resolved: ${title}` },
      body: { pt: `Durava desde ${since}.`, en: `It had lasted since ${since}.` },
    };
  }
  const { description = '', runbook_url: runbook = '' } = annotations;
  const body = clean(`${description} ${runbook}`, maxBodyLength);
  return {
    severity,
    title: { pt: `Alerta: ${title}`, en: `Alert: ${title}` },
    body: { pt: body, en: body },
  };
}

export const alertName = (labels: Alert['labels']): string =>
  clean(labels.alertname ?? 'alert', maxTitleLength);

/** One line without what a database refuses: control characters and half surrogate pairs. */
function clean(text: string, maxLength: number): string {
  const characters = [...text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()];
  return characters.slice(0, maxLength).join('');
}
