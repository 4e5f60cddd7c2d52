/** NotificationChannels that the API server itself has to refuse, each with what it has to say. */
import { hook, mail, many, rows } from './bad-manifest.ts';

export const badChannels = rows('NotificationChannel', [
  ['no target', { target: undefined }, 'spec.target: Required value'],
  [
    'a target of an unknown type',
    { target: { type: 'pager' } },
    'supported values: "webhook", "slack", "telegram", "email"',
  ],
  ['a webhook without an address', { target: { type: 'webhook' } }, 'type webhook needs url'],
  [
    'a webhook by FTP',
    { target: { type: 'webhook', url: 'ftp://hooks.example' } },
    'target.url must begin with https:// or http://',
  ],
  ['an address that is none', { target: { type: 'webhook', url: 'hooks' } }, 'must be of type uri'],
  [
    'a secret in the clear',
    { target: { ...hook, secret: 'a secret of 16 letters' } },
    'unknown field "spec.target.secret"',
  ],
  [
    'a webhook without a Secret',
    { secretRef: undefined },
    'secretRef is missing: it names the Secret',
  ],
  ['a Secret without a name', { secretRef: {} }, 'spec.secretRef.name: Required value'],
  [
    'a Secret of another namespace',
    { secretRef: { name: 'other/hook' } },
    'the name of an object: small letters',
  ],
  [
    'a chat that is none',
    { target: { type: 'telegram', chatId: 'chat' } },
    'a number, or @ and a name',
  ],
  [
    'Slack with an address in the clear',
    { target: { type: 'slack', url: 'https://hooks.slack.example' } },
    'url is only for type webhook: leave it out',
  ],
  ['mail to nobody', { target: { ...mail, to: [] } }, 'should have at least 1 items'],
  [
    'mail to 21 people',
    { target: { ...mail, to: many(21, (n) => `p${n}@shop.example`) } },
    'must have at most 20 items',
  ],
  ['mail to no address', { target: { ...mail, to: ['everybody'] } }, 'must be of type email'],
  ['a port that is none', { target: { ...mail, port: 70_000 } }, 'less than or equal to 65535'],
  [
    'a password in the clear',
    { target: { ...mail, encryption: 'none' } },
    'a password is never sent in the clear',
  ],
  ['a language that nobody speaks there', { language: 'fr' }, 'supported values: "pt", "en"'],
  ['eleven routes', { routes: many(11, (n) => ({ name: `r${n}` })) }, 'must have at most 10 items'],
  [
    'two routes of one name',
    { routes: [{ name: 'all' }, { name: 'all' }] },
    'Duplicate value: {"name":"all"}',
  ],
  ['a route without a name', { routes: [{}] }, 'spec.routes[0].name: Required value'],
  [
    'an event that does not happen',
    { routes: [{ name: 'all', events: ['stock.gone'] }] },
    'supported values: "stock.low"',
  ],
  [
    'quiet hours that are none',
    { routes: [{ name: 'all', quietHours: { from: '22:00', to: '22:00' } }] },
    'quietHours must begin and end at different times',
  ],
  [
    'a quiet hour 25',
    { routes: [{ name: 'all', quietHours: { from: '25:00', to: '06:00' } }] },
    'HH:MM',
  ],
  [
    'a group of two days',
    { routes: [{ name: 'all', groupSeconds: 172_800 }] },
    'less than or equal to 86400',
  ],
  [
    'a repetition every minute',
    { routes: [{ name: 'all', repeatSeconds: 60 }] },
    'greater than or equal to 300',
  ],
]);
