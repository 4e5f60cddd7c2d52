/** The second opinion as a part of the service: off, unless a provider is configured. */
import { ConfigError } from '@balcao/kit/config.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { askOpinions } from './ask-opinions.ts';
import type { EntryText } from './categoriser/entry-text.ts';
import type { FinanceConfig } from './config.ts';
import { createAnthropic } from './opinion/anthropic.ts';
import { createOpenAi } from './opinion/openai.ts';
import type { OpinionProvider } from './opinion/provider.ts';
import { maskDescription, readPublicWords } from './opinion/public-words.ts';
import { wantOpinions } from './opinion-store.ts';

interface SecondOpinionOptions {
  config: FinanceConfig;
  db: Database;
  outbox: Outbox;
  now: () => Date;
  log: Logger;
  metrics: Metrics;
}

export interface SecondOpinions {
  /** Wants an opinion on those of the entries of which something may be told. */
  want(tx: Tx, entries: (EntryText & { entryId: string })[]): void;
  job: Job;
  /** Ends what is being asked. */
  stop(): void;
}

const pollMs = 1_000;

/** Null where no provider is configured. */
export function createSecondOpinions(options: SecondOpinionOptions): SecondOpinions | null {
  const { config, metrics, ...base } = options;
  const provider = createProvider(config);
  if (provider === null) return null;
  const stopping = new AbortController();
  const words = readPublicWords();
  const asked = metrics.counter(
    'category_opinions_total',
    'Second opinions on categories, by outcome: given, unknown, retried, failed, over_budget.',
    ['outcome'],
  );
  const deps = {
    ...base,
    provider,
    words,
    timeoutMs: config.categoryOpinionTimeoutMs,
    dailyCalls: config.categoryOpinionDailyCalls,
    count: (outcome: string) => asked.inc({ outcome }),
  };
  return {
    want(tx, entries) {
      const telling = entries.filter(
        ({ kind, description }) =>
          kind === 'expense' && maskDescription(description, words) !== null,
      );
      wantOpinions(
        tx,
        telling.map(({ entryId }) => entryId),
      );
    },
    job: {
      name: 'ask for second opinions',
      everyMs: pollMs,
      run: () => askOpinions(deps, stopping.signal),
    },
    stop: () => stopping.abort(new Error('the service stops')),
  };
}

function createProvider(config: FinanceConfig): OpinionProvider | null {
  const { categoryOpinionProvider: kind, categoryOpinionUrl: url } = config;
  const { categoryOpinionKey: apiKey, categoryOpinionModel: model } = config;
  if (kind === 'none') return null;
  if (apiKey === undefined || model === undefined) {
    throw new ConfigError(['CATEGORY_OPINION_PROVIDER needs CATEGORY_OPINION_KEY and …_MODEL']);
  }
  return kind === 'anthropic'
    ? createAnthropic({ url: url ?? 'https://api.anthropic.com', apiKey, model })
    : createOpenAi({ url: url ?? 'https://api.openai.com', apiKey, model });
}
