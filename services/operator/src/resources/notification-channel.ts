/** NotificationChannel: where notifier sends messages to, and which ones; its secrets stay in a Secret. */

import {
  channelSettings,
  createChannelRequest,
} from '@balcao/contracts/api/notification-channels.ts';
import { createRouteRequest, deliveryState } from '@balcao/contracts/api/notification-routes.ts';
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { objectName } from './object-name.ts';
import {
  type CelRule,
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
  sharedRules,
  sharedSpec,
  sharedStatus,
} from './resource.ts';

const [webhook, slack, telegram, email] = channelSettings.options;

/** Rougher than the service's own check, which has look-ahead that Kubernetes cannot read. */
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, 'the name or the address of a host');

/** The service's settings without what is secret. */
const target = z.discriminatedUnion('type', [
  z.strictObject({ type: webhook.shape.type, url: webhook.shape.url }),
  z.strictObject({ type: slack.shape.type }),
  z.strictObject({ type: telegram.shape.type, chatId: telegram.shape.chatId }),
  z.strictObject({
    type: email.shape.type,
    host,
    port: email.shape.port,
    encryption: email.shape.encryption,
    from: email.shape.from,
    to: email.shape.to,
  }),
]);
export type ChannelTarget = z.output<typeof target>;

const { channelId: _, id: __, ...routeShape } = createRouteRequest.shape;
const maxRoutes = 10;

const route = z.strictObject({
  name: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and -, 40 at most')
    .describe('What tells it from the other routes of this channel.'),
  events: routeShape.events.describe('What is sent; all events where it is empty.'),
  minimumSeverity: routeShape.minimumSeverity.describe('What is less urgent is not sent.'),
  quietHours: routeShape.quietHours.describe(
    "From when to when, on the shop's clock, only what is critical is sent at once.",
  ),
  groupSeconds: routeShape.groupSeconds.describe(
    'What comes within so many seconds of the first is one message.',
  ),
  groupBy: routeShape.groupBy.describe(
    'What tells groups apart, each of which is a message of its own; all is one where it is empty.',
  ),
  repeatSeconds: routeShape.repeatSeconds.describe(
    'After how long an alert on prices that goes on is told again, in seconds; never where it is left out.',
  ),
});

export const notificationChannelSpec = z.strictObject({
  ...sharedSpec,
  language: createChannelRequest.shape.language.describe('The language of its messages.'),
  target: target.describe('Where it leads, without what is secret.'),
  secretRef: z
    .strictObject({ name: objectName })
    .optional()
    .describe(
      'The Secret of the same namespace: secret of a webhook, url of Slack, botToken of Telegram, username and password of a mail server.',
    ),
  routes: z
    .array(route)
    .max(maxRoutes)
    .default([])
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] })
    .describe('Which messages are sent to it, and when; none without a route.'),
});
export type NotificationChannelSpec = z.output<typeof notificationChannelSpec>;

export const notificationChannelStatus = z.strictObject({
  ...sharedStatus,
  target: z.string().max(600).optional().describe('Where it leads, as the service tells it.'),
  secretVersion: z
    .string()
    .max(64)
    .optional()
    .describe('Which target and which version of its Secret the service has.'),
  settingsAt: instant.optional().describe('When the service got them.'),
  lastDeliveryAt: instant.optional().describe('When a message was last sent, or tried.'),
  lastDelivery: deliveryState.optional().describe('What became of that message.'),
  lastError: z.string().max(500).optional().describe('Why it could not be sent.'),
});
export type NotificationChannelStatus = z.output<typeof notificationChannelStatus>;

const refinements: readonly CelRule[] = [
  {
    rule: 'self.target.type == oldSelf.target.type',
    message: 'target.type cannot be changed: make another channel',
    fieldPath: '.target.type',
  },
  {
    rule: "self.target.type == 'email' || has(self.secretRef)",
    message:
      'secretRef is missing: it names the Secret with secret (webhook), url (slack) or botToken (telegram)',
  },
  {
    rule: "self.target.type != 'webhook' || !has(self.target.url) || self.target.url.startsWith('https://') || self.target.url.startsWith('http://')",
    message: 'target.url must begin with https:// or http://',
    fieldPath: '.target.url',
  },
  {
    rule: "!has(self.target.encryption) || self.target.encryption != 'none' || !has(self.secretRef)",
    message:
      'a password is never sent in the clear: leave out secretRef, or set target.encryption to starttls or tls',
    fieldPath: '.target.encryption',
  },
  {
    rule: '!has(self.routes) || self.routes.all(route, !has(route.quietHours) || route.quietHours.from != route.quietHours.to)',
    message: 'quietHours must begin and end at different times',
    fieldPath: '.routes',
  },
];

export const notificationChannel: ResourceDefinition = {
  kind: 'NotificationChannel',
  plural: 'notificationchannels',
  singular: 'notificationchannel',
  shortNames: ['channel', 'channels'],
  description: 'A place that the shop sends messages to.',
  spec: notificationChannelSpec,
  status: notificationChannelStatus,
  columns: [
    { name: 'Type', type: 'string', jsonPath: '.spec.target.type' },
    { name: 'Last Delivery', type: 'date', jsonPath: '.status.lastDeliveryAt' },
    { name: 'Outcome', type: 'string', jsonPath: '.status.lastDelivery' },
    readyColumn,
    reasonColumn,
    { name: 'Target', type: 'string', jsonPath: '.status.target', priority: 1 },
    { name: 'Suspended', type: 'boolean', jsonPath: '.spec.suspend', priority: 1 },
    { name: 'Error', type: 'string', jsonPath: '.status.lastError', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [...sharedRules, ...refinements],
};
