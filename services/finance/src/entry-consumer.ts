/** What the categoriser listens to: each new entry is looked at, however it came about. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { type Consumer, on } from '@balcao/kit/consumer.ts';
import { type CategoriserDeps, categoriseEntries } from './categorise-entries.ts';
import { kindOf } from './category-model-store.ts';

export function entryConsumer(deps: CategoriserDeps): Consumer {
  return {
    queue: 'finance.entries',
    handlers: {
      'entry.created': on(eventSchemas['entry.created'], async (tx, messages) => {
        const entries = messages.map(({ data, traceparent }) => {
          const { entryId, type, amountMinor, description } = data;
          return { entryId, kind: kindOf(type), amountMinor, description, traceparent };
        });
        await categoriseEntries(tx, entries, deps);
      }),
    },
  };
}
