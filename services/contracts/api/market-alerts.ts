/** Alerts of rules on prices, and the silences that keep them from being told. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { severity } from '../severity.ts';
import { description } from '../text.ts';
import { version } from '../version.ts';
import { price, symbol } from './market.ts';
import { labels } from './market-rules.ts';

export const alertState = z.enum(['firing', 'resolved']);
export type AlertState = z.infer<typeof alertState>;

/** What it is about, for people, in both languages of the shop. */
export const alertSummary = z.object({ pt: z.string(), en: z.string() });
export type AlertSummary = z.infer<typeof alertSummary>;

/** A rule's name, severity and labels are those of the moment at which it fired. */
export const alert = z.object({
  id,
  ruleId: id,
  ruleName: z.string(),
  symbol,
  severity,
  labels,
  state: alertState,
  /** The price that began it; null where it began by the absence of one. */
  value: price.nullable(),
  /** What that price was held against: the extreme, the mean, the limit. */
  reference: price.nullable(),
  summary: alertSummary,
  startedAt: instant,
  resolvedAt: instant.nullable(),
  /** The price that ended it; null where none did. */
  resolvedValue: price.nullable(),
  /** When somebody first said that it was seen, and who. */
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: id.nullable(),
  /** Whether a silence covers it now; of a resolved one, whether it was never told and not inhibited. */
  silenced: z.boolean(),
  /** Whether an alert that inhibits it is firing now; of a resolved one, whether it was never told because of that. */
  inhibited: z.boolean().default(false),
});
export type Alert = z.infer<typeof alert>;

export const alertListQuery = z.strictObject({
  ...pageParameters,
  state: alertState.optional(),
  ruleId: id.optional(),
  symbol: symbol.optional(),
  /** Those that were firing at some time in between: begun before `to`, and not resolved before `from`. */
  from: instant.optional(),
  to: instant.optional(),
});
export type AlertListQuery = z.infer<typeof alertListQuery>;

export const alertPage = page(alert);
export type AlertPage = z.infer<typeof alertPage>;

/** Each one that is given must match; `labels` match where the alert has all of them. */
export const silenceMatchers = z.strictObject({
  ruleId: id.nullable().default(null),
  symbol: symbol.nullable().default(null),
  severity: severity.nullable().default(null),
  labels: labels.default({}),
});
export type SilenceMatchers = z.infer<typeof silenceMatchers>;

const hasMatcher = ({ ruleId, symbol: of, severity: how, labels: by }: SilenceMatchers) =>
  ruleId !== null || of !== null || how !== null || Object.keys(by).length > 0;

const fields = {
  matchers: silenceMatchers.refine(hasMatcher, 'a silence names what it covers'),
  startsAt: instant,
  /** Not in it any more. */
  endsAt: instant,
  comment: description,
};
const isInOrder = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
  Date.parse(startsAt) < Date.parse(endsAt);
const inOrder = { path: ['endsAt'], message: 'must be after startsAt' };

export const createSilenceRequest = z
  .strictObject({ id: id.optional(), ...fields })
  .refine(isInOrder, inOrder);
export type CreateSilenceRequest = z.infer<typeof createSilenceRequest>;

export const updateSilenceRequest = z.strictObject(fields).refine(isInOrder, inOrder);
export type UpdateSilenceRequest = z.infer<typeof updateSilenceRequest>;

export const silence = z.object({
  id,
  matchers: z.object({
    ruleId: id.nullable(),
    symbol: symbol.nullable(),
    severity: severity.nullable(),
    labels,
  }),
  startsAt: instant,
  endsAt: instant,
  comment: z.string(),
  /** By the shop's clock. */
  state: z.enum(['pending', 'active', 'expired']),
  createdBy: id,
  version,
});
export type Silence = z.infer<typeof silence>;

export const silenceListQuery = z.strictObject(pageParameters);
export type SilenceListQuery = z.infer<typeof silenceListQuery>;

export const silencePage = page(silence);
export type SilencePage = z.infer<typeof silencePage>;
