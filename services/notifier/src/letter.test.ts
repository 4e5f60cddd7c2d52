/** Protects: each channel gets a message as it can read it; a webhook can be checked. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'mocha';
import { writeLetter } from './letter.ts';
import { type Told, withoutEnded } from './told.ts';

const low = (name: string): Told => ({
  id: '019ac0fe-0000-7000-8000-00000000000a',
  event: 'stock.low',
  subject: '019ac0fe-0000-7000-8000-00000000000b',
  severity: 'warning',
  title: { pt: `Estoque baixo: ${name}`, en: `Low stock: ${name}` },
  body: { pt: 'Restam 0,5 kg.', en: '0.5 kg left.' },
  occurredAt: '2026-11-25T12:00:00.000Z',
  firingSince: null,
});
const firing: Told = {
  ...low('x'),
  event: 'market.alert.firing',
  title: { pt: 'Preço: Dólar', en: 'Price: Dólar' },
  body: { pt: 'Subiu.', en: 'It rose.' },
};
const again: Told = { ...firing, firingSince: '2026-11-25T11:30:00.000Z' };
const deliveryId = '019ac0fe-0000-7000-8000-00000000000c';
const parcel = (notifications: Told[], language: 'pt' | 'en' = 'pt') => ({
  deliveryId,
  reader: { language, timeZone: 'America/Sao_Paulo' },
  notifications,
});
const options = { telegramUrl: 'https://api.telegram.org', nowMs: 1_764_072_000_123 };
const slack = { type: 'slack' as const, url: 'https://hooks.slack.com/services/T/B/x' };

describe('a letter', () => {
  it('for a webhook is signed over time and body, and named by its delivery', () => {
    const secret = 'a secret of sixteen';
    const settings = { type: 'webhook' as const, url: 'https://example.com/hook', secret };
    const { body, headers } = writeLetter(settings, parcel([low('Picanha')]), options);
    const expected = createHmac('sha256', secret).update(`1764072000.${body}`).digest('hex');
    assert.equal(headers['balcao-signature'], `t=1764072000,v1=${expected}`);
    assert.equal(headers['balcao-delivery'], deliveryId);
    assert.deepEqual(JSON.parse(body), {
      deliveryId,
      isTest: false,
      notifications: [low('Picanha')],
    });
  });

  it("for Slack has Slack's marks escaped", () => {
    const { body } = writeLetter(slack, parcel([low('A & <B>')], 'en'), options);
    assert.equal(
      JSON.parse(body).text,
      'Low stock: A &amp; &lt;B&gt;\n0.5 kg left.\n25 Nov 2026, 09:00',
    );
  });

  it('for Telegram goes to the bot and names the chat', () => {
    const botToken = '123456:abcdefghijklmnopqrstuvwxyz';
    const settings = { type: 'telegram' as const, chatId: '-100123', botToken };
    const { url, body } = writeLetter(settings, parcel([]), options);
    assert.equal(url, `https://api.telegram.org/bot${botToken}/sendMessage`);
    const { chat_id, text } = JSON.parse(body);
    assert.deepEqual(
      [chat_id, text],
      ['-100123', 'Mensagem de teste\nEste canal do Balcão funciona.'],
    );
  });

  it('says of a repetition that it is one, and since when the alert fires', () => {
    const textOf = (all: Told[], language: 'pt' | 'en') =>
      JSON.parse(writeLetter(slack, parcel(all, language), options).body).text;
    const pt = 'Ainda em alerta: Preço: Dólar\nSubiu.\nAinda em alerta desde 25/11/2026, 08:30';
    assert.equal(textOf([again], 'pt'), pt);
    const en = 'Still firing: Price: Dólar\nIt rose.\nStill firing since 25 Nov 2026, 08:30';
    assert.equal(textOf([again], 'en'), en);
    const [, line] = textOf([again, low('x')], 'pt').split('\n');
    assert.equal(line, '• Ainda em alerta desde 25/11/2026, 08:30 · Preço: Dólar: Subiu.');
  });

  it('does not say that an alert goes on whose end it tells', () => {
    const end: Told = { ...firing, event: 'market.alert.resolved' };
    const other: Told = { ...again, subject: 'other' };
    assert.deepEqual(withoutEnded([again, other, end]), [other, end]);
    assert.deepEqual(withoutEnded([firing, end]), [firing, end], 'a beginning is always told');
  });

  it('tells several as a list that stays within what channels take', () => {
    const many = Array.from({ length: 25 }, (_, index) => low(`${'x'.repeat(300)}${index}`));
    const { text } = JSON.parse(writeLetter(slack, parcel(many), options).body);
    const lines = text.split('\n');
    assert.equal(lines[0], '25 avisos');
    assert.match(lines[1], /^• 25\/11\/2026, 09:00 · Estoque baixo: x/);
    assert.equal(lines.at(-1), '… e mais 5');
    assert.ok(text.length < 4_096 && lines.length === 22);
  });
});
