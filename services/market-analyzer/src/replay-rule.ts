/** Plays stored quotes through a rule: the same quotes give the same alerts, byte for byte. */
import {
  maxReplayAlerts,
  maxReplayQuotes,
  type Replay,
  type ReplayedAlert,
  type ReplayProgress,
} from '@balcao/contracts/api/market-replays.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { NewAlert } from './alert-store.ts';
import { type Change, collectAlerts } from './collect-alerts.ts';
import { Engine } from './engine/engine.ts';
import { windowOf } from './engine/engine-rule.ts';
import { countPlayed, type PlayedQuote, readPlayed } from './replay-store.ts';
import { toEngineRule } from './to-engine-rule.ts';

/** Milliseconds since 1970; `to` does not belong to it. */
export interface ReplayRange {
  from: number;
  to: number;
  /** Default: as many as the API says. */
  maxQuotes?: number;
}

export interface ReplayTelling {
  /** Is called at the beginning and after every so many quotes; without it they are not counted before. */
  onProgress?: (progress: ReplayProgress) => void;
}

/** Played between two reads: few enough to leave the event loop to others. */
const atOnce = 2_000;

/**
 * Symbol after symbol, in the order of the quotes' times: what came late is judged in its place here. Quotes before
 * the range only fill the rule's window, and are counted with the others against too many of them. Throws
 * `validation_failed` where there are. Kept are the first alerts only, however many there are.
 */
export async function replayRule(
  db: Queryable,
  rule: Rule,
  { onProgress, ...range }: ReplayRange & ReplayTelling,
): Promise<Replay> {
  let alerts: ReplayedAlert[] = [];
  let [quoteCount, rememberedCount, alertCount] = [0, 0, 0];
  const { maxQuotes = maxReplayQuotes } = range;
  const tell = onProgress && (await tellProgress(db, rule, { range, maxQuotes, onProgress }));
  for (const symbol of rule.symbols) {
    const before = quoteCount + rememberedCount;
    const onRead = tell && ((count: number, at: number) => tell(symbol, before + count, at));
    const room = maxQuotes - before;
    const own = await replaySymbol(db, { ...rule, symbols: [symbol] }, { range, room, onRead });
    quoteCount += own.quoteCount;
    rememberedCount += own.rememberedCount;
    alertCount += own.alertCount;
    alerts = [...alerts, ...own.alerts].sort(byBeginning).slice(0, maxReplayAlerts);
  }
  return { quoteCount, alertCount, alerts };
}

/** Tells the beginning, and answers who tells the rest. What comes in meanwhile is played and was not counted. */
async function tellProgress(
  db: Queryable,
  rule: Rule,
  { range, maxQuotes, onProgress }: Following,
): Promise<(symbol: string, playedCount: number, at: number) => void> {
  const from = range.from - windowOf(engineRuleOf(rule, range));
  const totalCount = await countPlayed(db, { ...rule, from, to: range.to }, maxQuotes);
  const tell = (symbol: string, playedCount: number, at: number) =>
    onProgress({
      playedCount: Math.min(playedCount, totalCount),
      totalCount,
      symbol,
      at: new Date(at).toISOString(),
    });
  tell(rule.symbols[0] ?? '', 0, from);
  return tell;
}

interface Following extends Required<ReplayTelling> {
  range: ReplayRange;
  maxQuotes: number;
}

interface SymbolRange {
  range: ReplayRange;
  /** How many quotes may be read. */
  room: number;
  /** How many quotes have been read, and the time of the last one. */
  onRead: ((count: number, at: number) => void) | undefined;
}

interface Played extends Replay {
  /** Quotes of before the range. */
  rememberedCount: number;
}

/** `rule` has one symbol. */
async function replaySymbol(
  db: Queryable,
  rule: Rule,
  { range, room, onRead }: SymbolRange,
): Promise<Played> {
  const engineRule = engineRuleOf(rule, range);
  const engine = new Engine([engineRule]);
  const [symbol = ''] = rule.symbols;
  const firstOnes: Change[] = [];
  let [quoteCount, rememberedCount, alertCount] = [0, 0, 0];
  const emit = (transition: Change['transition']) => {
    if (transition.kind === 'firing') alertCount += 1;
    // With the end of the last one.
    if (firstOnes.length < 2 * maxReplayAlerts) firstOnes.push({ rule, transition });
  };
  const played = { symbol, from: range.from - windowOf(engineRule), to: range.to };
  for await (const quote of eachQuote(db, played)) {
    if (quote.at < range.from) rememberedCount += 1;
    else quoteCount += 1;
    const count = quoteCount + rememberedCount;
    if (count > room) throw tooMany();
    if (quote.at < range.from) engine.remember(quote);
    else engine.take(quote, emit);
    if (count % atOnce === 0) onRead?.(count, quote.at);
  }
  engine.passTime(range.to, emit);
  const alerts = collectAlerts(firstOnes).begun.map(toReplayed);
  return { quoteCount, rememberedCount, alertCount, alerts };
}

/** It begins with the range, whenever it was made. */
const engineRuleOf = (rule: Rule, { from }: ReplayRange) =>
  toEngineRule({ ...rule, activeFrom: new Date(from).toISOString() });

async function* eachQuote(
  db: Queryable,
  range: Parameters<typeof readPlayed>[1],
): AsyncGenerator<PlayedQuote> {
  for (let after: PlayedQuote | undefined; ; ) {
    const quotes = await readPlayed(db, range, { after, limit: atOnce });
    yield* quotes;
    if (quotes.length < atOnce) return;
    after = quotes.at(-1);
  }
}

const toReplayed = (alert: NewAlert): ReplayedAlert => ({
  symbol: alert.symbol,
  value: alert.value,
  reference: alert.reference,
  summary: { pt: alert.summaryPt, en: alert.summaryEn },
  startedAt: alert.startedAt,
  resolvedAt: alert.resolvedAt,
  resolvedValue: alert.resolvedValue,
});

/** Sorting is stable: those of one moment stay in the order of the rule's symbols. */
const byBeginning = (a: ReplayedAlert, b: ReplayedAlert) =>
  Date.parse(a.startedAt) - Date.parse(b.startedAt);

const tooMany = () =>
  new Problem('validation_failed', 'The range has too many quotes.', {
    pt: 'O período tem cotações demais.',
    errors: [
      {
        path: 'query.to',
        message: `more than ${maxReplayQuotes} quotes until here, with those of the windows before`,
        pt: `mais de ${maxReplayQuotes} cotações até aqui, com as das janelas de antes`,
      },
    ],
  });
