/** The calls of market-analyzer for what has a version: feeds and rules have the same. */
import { z } from 'zod';
import type { RemoteObject } from '../remote-list.ts';
import { hasCode } from '../shop-error.ts';
import type { Shop } from '../shops.ts';

export interface MarketCalls<Remote> {
  read(shop: Shop, id: string, signal: AbortSignal): Promise<Remote | undefined>;
  create(shop: Shop, body: object, signal: AbortSignal): Promise<Remote>;
  update(
    shop: Shop,
    request: { remote: Remote; body: object },
    signal: AbortSignal,
  ): Promise<Remote>;
  remove(shop: Shop, remote: Remote, signal: AbortSignal): Promise<void>;
}

/** @param path such as `/market/feeds` */
export function marketCalls<Remote extends RemoteObject & { version: number }>(
  path: string,
  answer: z.ZodType<Remote>,
): MarketCalls<Remote> {
  const service = 'market-analyzer';
  const calls: MarketCalls<Remote> = {
    async read({ api }, id, signal) {
      try {
        return await api.call({ service, method: 'GET', path: `${path}/${id}`, answer }, signal);
      } catch (error) {
        if (hasCode(error, 'not_found')) return undefined;
        throw error;
      }
    },
    create: ({ api }, body, signal) =>
      api.call({ service, method: 'POST', path, body, answer }, signal),
    update: ({ api }, { remote: { id, version }, body }, signal) =>
      api.call({ service, method: 'PUT', path: `${path}/${id}`, body, version, answer }, signal),
    async remove(shop, { id, version }, signal) {
      const call = {
        service,
        method: 'DELETE',
        path: `${path}/${id}`,
        answer: z.undefined(),
      } as const;
      try {
        await shop.api.call({ ...call, version }, signal);
      } catch (error) {
        // Changed in between: the next attempt reads it anew.
        if (!hasCode(error, 'not_found')) throw error;
      }
    },
  };
  return calls;
}
