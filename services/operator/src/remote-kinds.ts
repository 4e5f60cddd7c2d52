/** What a shop has of each kind, read from its services. */

import type { Feed } from '@balcao/contracts/api/market-feeds.ts';
import { feedPage } from '@balcao/contracts/api/market-feeds.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { rulePage } from '@balcao/contracts/api/market-rules.ts';
import { channelPage } from '@balcao/contracts/api/notification-channels.ts';
import { notificationRoutePage } from '@balcao/contracts/api/notification-routes.ts';
import { maxPageLimit, type Page } from '@balcao/contracts/page.ts';
import type { z } from 'zod';
import type { ShopApi, ShopCall } from './shop-api.ts';
import type { RoutedChannel } from './specs/notification-channel.ts';

type ListCall<Item> = Pick<ShopCall<z.ZodType<Page<Item>>>, 'service' | 'path' | 'answer'>;

async function readPages<Item>(
  api: ShopApi,
  { path, ...call }: ListCall<Item>,
  signal: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor = ''; ; ) {
    const query = `?limit=${maxPageLimit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page = await api.call({ ...call, method: 'GET', path: path + query }, signal);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

export function readFeeds(api: ShopApi, signal: AbortSignal): Promise<Feed[]> {
  const call = { service: 'market-analyzer', path: '/market/feeds', answer: feedPage } as const;
  return readPages(api, call, signal);
}

export function readRules(api: ShopApi, signal: AbortSignal): Promise<Rule[]> {
  const call = { service: 'market-analyzer', path: '/market/rules', answer: rulePage } as const;
  return readPages(api, call, signal);
}

/** Each with the routes that lead to it. */
export async function readChannels(api: ShopApi, signal: AbortSignal): Promise<RoutedChannel[]> {
  const [channels, routes] = await Promise.all([
    readPages(
      api,
      { service: 'notifier', path: '/notifications/channels', answer: channelPage },
      signal,
    ),
    readPages(
      api,
      { service: 'notifier', path: '/notifications/routes', answer: notificationRoutePage },
      signal,
    ),
  ]);
  const byChannel = Map.groupBy(routes, ({ channelId }) => channelId);
  return channels.map((channel) => ({ ...channel, routes: byChannel.get(channel.id) ?? [] }));
}
