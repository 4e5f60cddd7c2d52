/** The settings of notifier. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import { parseRanges } from './address-guard.ts';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8008),
  secretKey: setting(
    'NOTIFIER_SECRET_KEY',
    z.string().min(16, 'at least 16 characters'),
    'the key that the secrets of channels are encrypted with; with another one they cannot be read',
  ),
  allowedRanges: setting(
    'NOTIFIER_ALLOWED_RANGES',
    z.string().default('').transform(toRanges),
    'private address ranges that channels may lead into, such as 10.1.0.0/16,fd00::/8; public ones always are',
  ),
  alertmanagerToken: setting(
    'NOTIFIER_ALERTMANAGER_TOKEN',
    z.string().min(16, 'at least 16 characters').optional(),
    'the bearer token of the Alertmanager that may put alerts into the inbox; without it none may',
  ),
  timeoutMs: setting(
    'NOTIFIER_TIMEOUT_MS',
    integer(50, 60_000).default(10_000),
    'how long one attempt at sending may take',
  ),
  // RFC 5321, 4.5.3.2.6: whoever gives up sooner makes duplicates.
  mailTimeoutMs: setting(
    'NOTIFIER_MAIL_TIMEOUT_MS',
    integer(50, 3_600_000).default(600_000),
    'how long a mail server may take to answer once it has the whole message',
  ),
  attempts: setting(
    'NOTIFIER_ATTEMPTS',
    integer(1, 100).default(12),
    'how often a message is tried before it is given up, until somebody replays it',
  ),
  retryMs: setting(
    'NOTIFIER_RETRY_MS',
    integer(1, 600_000).default(2_000),
    'how long the second attempt waits at most; doubled for each further one, up to an hour',
  ),
  retentionDays: setting(
    'NOTIFIER_RETENTION_DAYS',
    integer(1, 36_500).default(180),
    'how long notifications, and messages that were sent or given up, are kept; what still waits stays',
  ),
  telegramUrl: setting(
    'NOTIFIER_TELEGRAM_URL',
    z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
    'where bots of Telegram are served',
  ),
};

export type NotifierConfig = ConfigOf<typeof settings>;

function toRanges(text: string, context: z.RefinementCtx<string>) {
  const ranges = parseRanges(text);
  if (ranges !== undefined) return ranges;
  context.addIssue({ code: 'custom', message: 'must be ranges such as 10.1.0.0/16' });
  return z.NEVER;
}
