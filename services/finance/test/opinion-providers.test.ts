/** Guarantees of asking a language model: both wire formats are spoken, and no fault is taken for an answer. */
import assert from 'node:assert/strict';
import { createAnthropic } from '../src/opinion/anthropic.ts';
import { createOpenAi } from '../src/opinion/openai.ts';
import {
  anthropicSays,
  faults,
  type OpinionServer,
  openAiSays,
  startOpinionServer,
} from './opinion-server.ts';

const question = { instructions: 'Answer with a code.', text: 'conta luz\nabout R$ 300' };

describe('a language model', () => {
  let server: OpinionServer;
  before(async () => {
    server = await startOpinionServer();
  });
  after(() => server?.stop());

  const address = () => ({ url: server.url, apiKey: 'a-key', model: 'a-model' });
  const soon = () => AbortSignal.timeout(300);

  it("is asked by Anthropic's Messages API", async () => {
    server.behave(anthropicSays('energy'));
    assert.equal(await createAnthropic(address()).ask(question, soon()), 'energy');
    const { path, headers, body } = server.asked.at(-1) ?? assert.fail();
    assert.equal(path, '/v1/messages');
    assert.equal(headers['x-api-key'], 'a-key');
    assert.equal(headers['anthropic-version'], '2023-06-01');
    const { max_tokens: maxTokens, ...rest } = body;
    assert.ok(maxTokens > 0);
    assert.deepEqual(rest, {
      model: 'a-model',
      system: question.instructions,
      messages: [{ role: 'user', content: question.text }],
    });
  });

  it("is asked by OpenAI's Chat Completions API", async () => {
    server.behave(openAiSays('energy'));
    assert.equal(await createOpenAi(address()).ask(question, soon()), 'energy');
    const { path, headers, body } = server.asked.at(-1) ?? assert.fail();
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, 'Bearer a-key');
    assert.equal(body.model, 'a-model');
    assert.deepEqual(body.messages, [
      { role: 'system', content: question.instructions },
      { role: 'user', content: question.text },
    ]);
  });

  for (const [fault, behaviour] of Object.entries(faults)) {
    it(`is not believed when it ${fault}`, async () => {
      server.behave(behaviour);
      await assert.rejects(createAnthropic(address()).ask(question, soon()));
      await assert.rejects(createOpenAi(address()).ask(question, soon()));
    });
  }
});
