/** Protects: a shop that meets a handful of faults by chance sells on, and loses, doubles and oversells nothing. */
import assert from 'node:assert/strict';
import { chooseSeed } from '@balcao/kit/random.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { describe, it } from 'mocha';
import { runStorm } from '../storm/storm.ts';

const minutes = 1;

describe('a minute of storm', function () {
  this.timeout(600_000);

  it('leaves every order with its end, its goods, its money and its message', async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    serverUrl(this, 'TEST_REDIS_URL');
    const said: string[] = [];
    const print = (line: string) => void said.push(line);
    const seed = chooseSeed(process.env);
    const { wrongs } = await runStorm({
      minutes,
      sliceMinutes: minutes,
      seed,
      only: '',
      isVerbose: true,
      print,
    });
    assert.deepEqual(wrongs, [], said.join('\n'));
  });
});
