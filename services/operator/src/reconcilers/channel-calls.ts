/** The calls of notifier for a channel and its routes, which are looked after together. */
import { type Channel, channel } from '@balcao/contracts/api/notification-channels.ts';
import {
  type NotificationRoute,
  notificationRoute,
} from '@balcao/contracts/api/notification-routes.ts';
import { z } from 'zod';
import { readChannels } from '../remote-kinds.ts';
import { hasCode } from '../shop-error.ts';
import type { Shop } from '../shops.ts';
import {
  type ChannelWish,
  type RouteBody,
  type RoutedChannel,
  routeChanges,
} from '../specs/notification-channel.ts';

const service = 'notifier';
const path = '/notifications/channels';
const routePath = '/notifications/routes';

/** There is no call for one channel: a shop has a handful. */
export async function readChannel(
  { api }: Shop,
  id: string,
  signal: AbortSignal,
): Promise<RoutedChannel | undefined> {
  return (await readChannels(api, signal)).find((one) => one.id === id);
}

/** A new one is active and has no routes: the next look corrects both. */
export async function createChannel(
  { api }: Shop,
  { id, wish }: { id: string; wish: ChannelWish },
  signal: AbortSignal,
): Promise<RoutedChannel> {
  const { isActive: _, ...request } = wish.request;
  const body = { id, ...request, settings: wish.settings };
  const made = await api.call({ service, method: 'POST', path, body, answer: channel }, signal);
  return { ...made, routes: [] };
}

export async function putChannel(
  { api }: Shop,
  { id, body }: { id: string; body: object },
  signal: AbortSignal,
): Promise<Channel> {
  const call = { service, method: 'PUT', path: `${path}/${id}`, answer: channel } as const;
  return api.call({ ...call, body }, signal);
}

export async function deleteChannel(
  shop: Shop,
  { id }: RoutedChannel,
  signal: AbortSignal,
): Promise<void> {
  await remove(shop, `${path}/${id}`, signal);
}

/** Answers the routes that there are then. */
export async function bringRoutes(
  shop: Shop,
  { has, wanted }: { has: readonly NotificationRoute[]; wanted: NotificationRoute[] },
  signal: AbortSignal,
): Promise<NotificationRoute[]> {
  const { missing, other, surplus } = routeChanges(has, wanted);
  for (const id of surplus) await remove(shop, `${routePath}/${id}`, signal);
  for (const route of missing) await makeRoute(shop, route, signal);
  for (const route of other) await putRoute(shop, route, signal);
  return wanted;
}

async function makeRoute(shop: Shop, route: RouteBody, signal: AbortSignal): Promise<void> {
  const call = { service, method: 'POST', path: routePath, answer: notificationRoute } as const;
  try {
    await shop.api.call({ ...call, body: { id: route.id, ...route.body } }, signal);
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
    await putRoute(shop, route, signal);
  }
}

async function putRoute(
  { api }: Shop,
  { id, body }: RouteBody,
  signal: AbortSignal,
): Promise<void> {
  const call = {
    service,
    method: 'PUT',
    path: `${routePath}/${id}`,
    answer: notificationRoute,
  } as const;
  await api.call({ ...call, body }, signal);
}

async function remove({ api }: Shop, at: string, signal: AbortSignal): Promise<void> {
  try {
    await api.call({ service, method: 'DELETE', path: at, answer: z.undefined() }, signal);
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
}
