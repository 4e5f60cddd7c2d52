/** Anthropic's Messages API, version 2023-06-01. */
import { z } from 'zod';
import { postJson } from './post-json.ts';
import { maxAnswerTokens, type OpinionProvider, type ProviderAddress } from './provider.ts';

const answer = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
});

export function createAnthropic({ url, apiKey, model }: ProviderAddress): OpinionProvider {
  return {
    name: 'anthropic',
    async ask({ instructions, text }, signal) {
      const body = {
        model,
        max_tokens: maxAnswerTokens,
        system: instructions,
        messages: [{ role: 'user', content: text }],
      };
      const headers = { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' };
      const given = await postJson({ url: new URL('/v1/messages', url), headers, body, signal });
      return answer
        .parse(given)
        .content.flatMap(({ type, text: part }) => (type === 'text' ? (part ?? '') : []))
        .join('');
    },
  };
}
