/** Asks a real Prometheus everything that a chart's dashboards and rules ask. */
import { z } from 'zod';
import { dashboardQueries, type Query, ruleQueries, ruleSelectors, type Spans } from './queries.ts';

const reply = z.union([
  z.looseObject({
    status: z.literal('success'),
    data: z.looseObject({ result: z.array(z.unknown()) }),
  }),
  z.looseObject({ status: z.literal('error'), error: z.string() }),
]);

export interface CheckOptions extends Spans {
  /** Where Prometheus answers, without `/api`. */
  url: string;
  /** The folder of the chart. */
  chart: string;
  /** Expressions that match need not return anything: they ask for what there cannot be here. */
  absent: RegExp;
}

/** Answers one line for each query that is refused, or has nothing in the range; none when all is well. */
export async function checkQueries({
  url,
  chart,
  absent,
  ...spans
}: CheckOptions): Promise<string[]> {
  const ask = async ({ source, expr }: Query, mayBeEmpty: boolean) => {
    const end = Date.now() / 1000;
    // Fine steps: what was there for a few seconds was there.
    const [start, step] = [end - spans.rangeSeconds, spans.rangeSeconds / 1000];
    const answer = await fetch(`${url}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({ query: expr, start: `${start}`, end: `${end}`, step: `${step}` }),
      signal: AbortSignal.timeout(10_000),
    });
    const body = reply.parse(await answer.json());
    if (body.status === 'error') return [`${source}: ${body.error}: ${expr}`];
    return mayBeEmpty || body.data.result.length > 0 ? [] : [`${source} returns nothing: ${expr}`];
  };
  const problems: string[] = [];
  // One after the other: all at once they have taken a small Prometheus more memory than it may have.
  for (const query of [...dashboardQueries(chart, spans), ...ruleSelectors(chart)])
    problems.push(...(await ask(query, absent.test(query.expr))));
  for (const query of ruleQueries(chart)) problems.push(...(await ask(query, true)));
  return problems;
}
