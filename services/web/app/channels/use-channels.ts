/** The shop's channels: a page of them is all that a shop has. */
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';

const limit = 200;

export const useChannels = () =>
  useList(['channels'], (cursor) =>
    answer(api.GET('/api/v1/notifications/channels', { params: { query: { cursor, limit } } })),
  );

export const useRoutes = () =>
  useList(['routes'], (cursor) =>
    answer(api.GET('/api/v1/notifications/routes', { params: { query: { cursor, limit } } })),
  );
