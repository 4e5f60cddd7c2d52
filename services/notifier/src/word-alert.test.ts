/** Protects: whatever an alert's author wrote can be stored and read, and is as urgent as was meant. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wordAlert } from './word-alert.ts';

const alert = {
  status: 'firing' as const,
  labels: {},
  annotations: {},
  startsAt: '2026-11-26T08:00:00.5Z',
  endsAt: '2026-11-26T08:10:00Z',
  fingerprint: 'c1a5f9d2b3e40718',
};

describe('what is said of an alert', () => {
  it('is as urgent as its rule says, and worth a look where the rule says something else', () => {
    const severities = ['critical', 'warning', 'info', 'none', 'page', 'constructor', undefined];
    const told = severities.map((severity) => {
      const labels = severity === undefined ? {} : { severity };
      return wordAlert({ ...alert, labels }).severity;
    });
    const rest = ['warning', 'warning', 'warning'];
    assert.deepEqual(told, ['critical', 'warning', 'info', 'info', ...rest]);
  });

  it('is its summary, description and runbook, or at least its name', () => {
    const annotations = {
      summary: 'Too slow',
      description: 'p99\n above 1 s.',
      runbook_url: 'r.md',
    };
    const { title, body } = wordAlert({ ...alert, annotations });
    assert.deepEqual([title.en, body.en], ['Alert: Too slow', 'p99 above 1 s. r.md']);
    const bare = wordAlert({ ...alert, labels: { alertname: 'HighLatency' } });
    assert.deepEqual([bare.title.pt, bare.body.pt], ['Alerta: HighLatency', '']);
  });

  it('is in Portuguese where one of our charts has made it, with its figures in English', () => {
    const labels = { alertname: 'OutboxStuck', service: 'sales' };
    const annotations = { summary: 'An event has waited for 3m', description: 'Nobody hears.' };
    const { title, body } = wordAlert({ ...alert, labels, annotations });
    assert.deepEqual(title, {
      pt: 'Alerta: Há um evento de sales esperando há muito tempo',
      en: 'Alert: An event has waited for 3m',
    });
    assert.deepEqual(body, {
      pt: 'Em inglês: An event has waited for 3m. Nobody hears.',
      en: 'Nobody hears.',
    });
    const over = wordAlert({ ...alert, status: 'resolved', labels, annotations });
    assert.equal(over.title.pt, 'Resolvido: Há um evento de sales esperando há muito tempo');
  });

  it('is its own text in a Portuguese frame where it is of others, whatever it is called', () => {
    const annotations = { summary: 'Too slow', description: 'p99 above 1 s.' };
    for (const labels of [{ alertname: 'Other' }, { alertname: 'OutboxStuck', app: 'other' }]) {
      const { title, body } = wordAlert({ ...alert, labels, annotations });
      assert.deepEqual([title.pt, body.pt], ['Alerta: Too slow', 'Em inglês: p99 above 1 s.']);
    }
  });

  it('is as urgent when it is over', () => {
    const labels = { alertname: 'A', severity: 'critical' };
    const { severity, title, body } = wordAlert({ ...alert, status: 'resolved', labels });
    assert.deepEqual([severity, title.pt], ['critical', 'Resolvido: A']);
    assert.equal(body.en, 'It had lasted since 2026-11-26 08:00 UTC.');
  });

  it('holds nothing that a database refuses, and no novel', () => {
    const summary = `a\u0000b\ud800c${'😀'.repeat(300)}`;
    const { title } = wordAlert({ ...alert, annotations: { summary } });
    assert.equal(title.en, `Alert: a b c${'😀'.repeat(195)}`);
  });
});
