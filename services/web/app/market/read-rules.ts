/** All rules, page after page: there are a thousand active ones at most. */
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { maxPageLimit as limit } from '@balcao/contracts/page.ts';
import { answer, api } from '../api/client.ts';

export async function readRules(): Promise<Rule[]> {
  const rules: Rule[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = cursor === undefined ? { limit } : { limit, cursor };
    const { items, nextCursor } = await answer(
      api.GET('/api/v1/market/rules', { params: { query } }),
    );
    rules.push(...items);
    if (nextCursor === null) return rules;
    cursor = nextCursor;
  }
}
