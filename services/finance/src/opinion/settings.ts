/** The settings of second opinions from a language model. */
import { integer, setting } from '@balcao/kit/config.ts';
import { z } from 'zod';

export const opinionSettings = {
  categoryOpinionProvider: setting(
    'CATEGORY_OPINION_PROVIDER',
    z.enum(['none', 'anthropic', 'openai']).default('none'),
    'whose language model is asked where the own one is not sure; openai stands for all that speak its format',
  ),
  categoryOpinionUrl: setting(
    'CATEGORY_OPINION_URL',
    z.url({ protocol: /^https?$/ }).optional(),
    "where it answers; by default the provider's own address",
  ),
  categoryOpinionKey: setting(
    'CATEGORY_OPINION_KEY',
    z.string().min(1).optional(),
    'the key to it, best as CATEGORY_OPINION_KEY_FILE',
  ),
  categoryOpinionModel: setting(
    'CATEGORY_OPINION_MODEL',
    z.string().min(1).optional(),
    'the name of the language model',
  ),
  categoryOpinionTimeoutMs: setting(
    'CATEGORY_OPINION_TIMEOUT_MS',
    integer(50, 60_000).default(10_000),
    'how long one call to it may take',
  ),
  categoryOpinionDailyCalls: setting(
    'CATEGORY_OPINION_DAILY_CALLS',
    integer(0, 1_000_000).default(200),
    'how many calls a day (UTC) may cost, of all replicas together',
  ),
};
