/** What rules have found in a round, as spans of alerts. */

import type { Span } from './inhibition.ts';
import type { OpenAlert } from './inhibition-store.ts';
import type { Finding } from './rule-runners.ts';

/** Before the round: see `Span`. */
const earlier = -1;

/** `begun` are the alerts that began in `findings`, in their order; `open` those that were open before. */
export function toSpans(
  findings: Finding[],
  { begun, open }: { begun: { id: string }[]; open: OpenAlert[] },
): Span[] {
  const momentOf = numberMoments(findings);
  const ids = begun.values();
  const spans: Span[] = open.map((alert) => ({
    ...alert,
    from: earlier,
    to: Number.POSITIVE_INFINITY,
  }));
  const current = new Map(spans.map((span) => [keyOf(span), span]));
  for (const finding of findings) {
    const { kind, ruleId, symbol } = finding.transition;
    const key = keyOf(finding.transition);
    const moment = momentOf(finding);
    if (kind === 'firing') {
      const id = ids.next().value?.id ?? '';
      const span = { id, ruleId, symbol, from: moment, to: Number.POSITIVE_INFINITY };
      spans.push(span);
      current.set(key, span);
    } else {
      const span = current.get(key);
      if (span !== undefined) span.to = moment;
    }
  }
  return spans;
}

const keyOf = ({ ruleId, symbol }: { ruleId: string; symbol: string }) => `${ruleId} ${symbol}`;

/**
 * Numbers what happened by the same quote, or in one look at the clock, in the order of its times: what has the same
 * time there is one moment, whichever rule came first.
 */
function numberMoments(findings: Finding[]): (finding: Finding) => number {
  const inOrder = findings.toSorted((a, b) => a.step - b.step || a.transition.at - b.transition.at);
  const numbers = new Map<Finding, number>();
  let [moment, step, at] = [-1, Number.NaN, Number.NaN];
  for (const finding of inOrder) {
    if (finding.step !== step || finding.transition.at !== at) moment += 1;
    [step, at] = [finding.step, finding.transition.at];
    numbers.set(finding, moment);
  }
  return (finding) => numbers.get(finding) ?? 0;
}
