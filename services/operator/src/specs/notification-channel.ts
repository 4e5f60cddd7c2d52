/** Pure: a NotificationChannel as a channel of notifier with its routes, and back. */
import { createHash } from 'node:crypto';
import {
  type Channel,
  type ChannelSettings,
  channelSettings,
  type UpdateChannelRequest,
} from '@balcao/contracts/api/notification-channels.ts';
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import type { ObjectMeta } from '../kube/kube-object.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import type {
  ChannelTarget,
  NotificationChannelSpec,
  NotificationChannelStatus,
} from '../resources/notification-channel.ts';
import { UnreadyError } from '../unready-error.ts';
import {
  bounded,
  type Declared,
  type Health,
  isAsWished,
  present,
  suspended,
  withoutDefaults,
} from './wish.ts';

export type RoutedChannel = Channel & { routes: NotificationRoute[] };

export interface ChannelWish {
  request: Omit<UpdateChannelRequest, 'settings'>;
  settings: ChannelSettings;
  /** Without the channel's id, which may be another than the object's. */
  routes: NotificationChannelSpec['routes'];
}

export function channelRequest({
  spec,
  name,
  managedBy,
}: Declared<NotificationChannelSpec>): ChannelWish['request'] {
  return { name, language: spec.language, isActive: !spec.suspend, managedBy };
}

/** As it is, but left to people. */
export function releasedChannel({ name, language, isActive }: Channel): ChannelWish['request'] {
  return { name, language, isActive, managedBy: null };
}

/**
 * The settings with what the Secret holds. Throws an `UnreadyError` where a key is missing: somebody will write it; a
 * `TerminalError` for what the service's contract refuses.
 */
export function settingsOf(
  target: ChannelTarget,
  secret: Readonly<Record<string, string>> | undefined,
): ChannelSettings {
  const parsed = channelSettings.safeParse(unchecked(target, secret));
  if (parsed.success) return parsed.data;
  // Never what is secret: the path of a field, and what is wrong with it.
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TerminalError(
    'Invalid',
    bounded(`The target or its Secret is wrong: ${faults.join('; ')}`),
  );
}

function unchecked(target: ChannelTarget, secret: Readonly<Record<string, string>> | undefined) {
  const key = (name: string): string => {
    const value = secret?.[name];
    if (value !== undefined) return value;
    throw new UnreadyError('SecretIncomplete', `The Secret has no key ${name}.`);
  };
  switch (target.type) {
    case 'webhook':
      return { ...target, secret: key('secret') };
    case 'slack':
      return { ...target, url: key('url') };
    case 'telegram':
      return { ...target, botToken: key('botToken') };
    case 'email': {
      if (secret === undefined) return { ...target, login: null };
      return { ...target, login: { username: key('username'), password: key('password') } };
    }
  }
}

/** Ids are made of the channel's and the name, so that a route that was made twice is one. */
export function routesOf(
  channelId: string,
  routes: NotificationChannelSpec['routes'],
): NotificationRoute[] {
  return routes.map(({ name, ...fields }) => ({
    id: routeId(channelId, name),
    channelId,
    ...fields,
  }));
}

/** A UUID of version 8 (RFC 9562): the first 122 bits of a digest. */
function routeId(channelId: string, name: string): string {
  const bytes = createHash('sha256').update(`${channelId}/${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Which target and which state of its Secret settings are made of. By its version, not by what it holds: a digest of
 * a weak password would give it away.
 */
export function settingsVersion(
  target: ChannelTarget,
  secret: Pick<ObjectMeta, 'uid' | 'resourceVersion'> | undefined,
): string {
  const digest = createHash('sha256').update(JSON.stringify(target)).digest('hex').slice(0, 12);
  return secret === undefined
    ? digest
    : `${digest}-${secret.uid?.slice(0, 8)}-${secret.resourceVersion}`;
}

export interface RouteBody {
  id: string;
  /** As it is sent, to an older shop too. */
  body: object;
}

export interface RouteChanges {
  missing: RouteBody[];
  other: RouteBody[];
  /** Ids of those that nobody declares. */
  surplus: string[];
}

export function routeChanges(
  has: readonly NotificationRoute[],
  wanted: readonly NotificationRoute[],
): RouteChanges {
  const present = new Map(has.map((route) => [route.id, route]));
  const ids = new Set(wanted.map(({ id }) => id));
  return {
    missing: wanted.filter(({ id }) => !present.has(id)).map(routeBody),
    other: wanted
      .filter((route) => {
        const found = present.get(route.id);
        return found !== undefined && !isAsWished(found, route);
      })
      .map(routeBody),
    surplus: has.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}

const laterFields = { groupBy: [], repeatSeconds: null };

const routeBody = ({ id, ...request }: NotificationRoute): RouteBody => ({
  id,
  body: withoutDefaults(request, laterFields),
});

export function hasRoutes(channel: RoutedChannel, wanted: readonly NotificationRoute[]): boolean {
  const { missing, other, surplus } = routeChanges(channel.routes, wanted);
  return missing.length + other.length + surplus.length === 0;
}

export function channelStatus({
  id,
  target,
  settingsAt,
  lastDelivery,
}: Channel): Partial<NotificationChannelStatus> {
  return present({
    id,
    target: bounded(target),
    settingsAt,
    lastDeliveryAt: lastDelivery?.at,
    lastDelivery: lastDelivery?.status,
    lastError: typeof lastDelivery?.error === 'string' ? bounded(lastDelivery.error) : null,
  });
}

export function channelHealth({ isActive, lastDelivery }: Channel): Health {
  if (!isActive) return suspended;
  if (lastDelivery === null || lastDelivery.status === 'sent')
    return { status: 'True', reason: 'Delivering', message: 'Messages are sent to it.' };
  return {
    status: 'False',
    reason: 'DeliveryFailed',
    message: 'The last message could not be sent; see status.lastError.',
  };
}
