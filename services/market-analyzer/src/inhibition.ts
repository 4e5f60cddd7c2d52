/**
 * Which alerts of a round are kept from being told because others are firing; pure. A round is judged moment by moment,
 * as if each moment had been a round of its own: so what is told does not depend on how many quotes were taken together.
 *
 * Semantics as Prometheus' Alertmanager has them: whoever is firing inhibits, also when it is silenced or inhibited
 * itself. Circles are refused where rules are made.
 */
import type { InhibitedOn } from '@balcao/contracts/api/market-rules.ts';

/** When an alert was open, in moments of a round: from -1 on where it began earlier, to infinity where it has not ended. */
export interface Span {
  id: string;
  ruleId: string;
  symbol: string;
  from: number;
  /** Not in it any more. */
  to: number;
}

/** The rules that inhibit a rule. */
export interface Inhibition {
  ruleId: string;
  by: string[];
  on: InhibitedOn;
}

/** Ids of alerts. */
export interface Verdicts {
  /** That began in the round, or were inhibited until then, and were not inhibited at some moment in which they were open. */
  free: string[];
  /** That have ended, and were inhibited until then. */
  inhibitedToTheEnd: string[];
}

export function judgeInhibition(spans: Span[], inhibitions: Inhibition[]): Verdicts {
  const byRule = new Map(inhibitions.map((inhibition) => [inhibition.ruleId, inhibition]));
  const spansOfRule = Map.groupBy(spans, ({ ruleId }) => ruleId);
  const sourcesOf = ({ ruleId, symbol }: Span) => {
    const { by = [], on = 'any-symbol' } = byRule.get(ruleId) ?? {};
    const all = by.flatMap((id) => spansOfRule.get(id) ?? []);
    return on === 'any-symbol' ? all : all.filter((source) => source.symbol === symbol);
  };
  const verdicts: Verdicts = { free: [], inhibitedToTheEnd: [] };
  for (const span of spans) {
    const sources = sourcesOf(span);
    if (isFree(span, sources)) verdicts.free.push(span.id);
    else if (span.to < Number.POSITIVE_INFINITY && isCovered(span.from, sources)) {
      verdicts.inhibitedToTheEnd.push(span.id);
    }
  }
  return verdicts;
}

/** One that was open before and is not covered then is not inhibited now either: it was told, or a silence covers it. */
function isFree({ from, to }: Span, sources: Span[]): boolean {
  const ends = sources.map((source) => source.to).filter((end) => end > from && end < to);
  const moments = from < 0 ? ends : [from, ...ends];
  return moments.some((moment) => !isCovered(moment, sources));
}

const isCovered = (moment: number, sources: Span[]) =>
  sources.some(({ from, to }) => from <= moment && moment < to);
