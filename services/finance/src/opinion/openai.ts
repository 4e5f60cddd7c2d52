/** OpenAI's Chat Completions API, which many other servers speak as well. */
import { z } from 'zod';
import { postJson } from './post-json.ts';
import { maxAnswerTokens, type OpinionProvider, type ProviderAddress } from './provider.ts';

const answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
});

export function createOpenAi({ url, apiKey, model }: ProviderAddress): OpinionProvider {
  return {
    name: 'openai',
    async ask({ instructions, text }, signal) {
      const body = {
        model,
        max_completion_tokens: maxAnswerTokens,
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: text },
        ],
      };
      const headers = { authorization: `Bearer ${apiKey}` };
      const address = new URL('/v1/chat/completions', url);
      const given = await postJson({ url: address, headers, body, signal });
      return answer.parse(given).choices[0]?.message.content ?? '';
    },
  };
}
