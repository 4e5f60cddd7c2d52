/** Protects: the flow never guesses whom it works as, or where. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readArguments } from './arguments.ts';
import { UsageError } from './failure.ts';

const env = { BALCAO_EMAIL: 'ana@example.com', BALCAO_PASSWORD: 'from the environment' };

describe('the arguments of the flow', () => {
  it('name the local shop, and no credentials, when nothing is said', () => {
    const { url, credentials } = readArguments([], {});
    assert.equal(url, 'http://127.0.0.1:8080');
    assert.equal(credentials, undefined);
  });

  it('take credentials from the environment, options first', () => {
    const password = env.BALCAO_PASSWORD;
    assert.deepEqual(readArguments([], env).credentials, { email: 'ana@example.com', password });
    const { credentials } = readArguments(['--email', 'eva@example.com'], env);
    assert.deepEqual(credentials, { email: 'eva@example.com', password });
  });

  it('take the address from the environment, the option first', () => {
    const env = { BALCAO_URL: 'http://ingress' };
    assert.equal(readArguments([], env).url, 'http://ingress');
    assert.equal(readArguments(['--url', 'http://front'], env).url, 'http://front');
  });

  it('drop the slash at the end of the address', () => {
    assert.equal(readArguments(['--url', 'https://shop.example/'], {}).url, 'https://shop.example');
  });

  it('are refused when half is missing or not understood', () => {
    for (const args of [['--email', 'ana@example.com'], ['--url', 'ftp://shop'], ['--nonsense']]) {
      assert.throws(() => readArguments(args, {}), UsageError);
    }
    assert.throws(() => readArguments([], { BALCAO_PASSWORD_FILE: '/no/such/file' }), UsageError);
  });
});
