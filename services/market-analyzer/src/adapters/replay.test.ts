/** Guarantees of replayed recordings: the same for all, without an end or a jump, at the speed that is asked for. */
import assert from 'node:assert/strict';
import type { AdapterConfig } from './adapter.ts';
import { ProviderFault } from './provider-fault.ts';
import { readRecording, recordingNames } from './recordings.ts';
import { replay } from './replay.ts';

const never = new AbortController().signal;
const noInternet = () => Promise.reject(new Error('nobody is to be asked'));
const config = (code: string, now: string): AdapterConfig => ({
  baseUrl: '',
  apiKey: null,
  code,
  now: new Date(now),
});
const collect = (code: string, now: string) => replay.collect(config(code, now), noInternet, never);
const history = async (code: string, now: string, range: { from: string; to: string }) =>
  (await replay.history?.collect({ ...config(code, now), range }, noInternet, never)) ?? [];

describe('replayed recordings', () => {
  it('have exact prices on every day', async () => {
    const names = await recordingNames();
    assert.ok(names.includes('usd-brl') && names.includes('boi-gordo'));
    for (const name of names) {
      const prices = (await readRecording(name)) ?? [];
      assert.equal(prices.length, 60, name);
      for (const price of prices) assert.match(price, /^[1-9]\d*\.\d{2,4}$/, name);
    }
  });

  it('change at noon, once a day', async () => {
    const [evening] = await collect('usd-brl', '2026-11-24T23:00:00Z');
    const [morning] = await collect('usd-brl', '2026-11-25T11:59:59Z');
    const [noon] = await collect('usd-brl', '2026-11-25T12:00:00Z');
    assert.deepEqual(evening, morning);
    assert.equal(morning?.at, '2026-11-24T12:00:00.000Z');
    assert.equal(noon?.at, '2026-11-25T12:00:00.000Z');
    assert.notEqual(noon?.price, morning?.price);
  });

  it('play forth and back, without an end', async () => {
    const prices = (await readRecording('eur-brl')) ?? [];
    const range = { from: '2026-01-01', to: '2026-12-31' };
    const played = (await history('eur-brl', '2027-01-01T00:00:00Z', range)).map((q) => q.price);
    const round = [...prices, ...prices.slice(1, -1).reverse()];
    const start = round.findIndex((_, at) =>
      played.every((price, index) => price === round[(at + index) % round.length]),
    );
    assert.equal(played.length, 365);
    assert.ok(start >= 0);
  });

  it('play a day a minute, and the history is what was collected', async () => {
    const [first] = await collect('btc-usd/1440', '2026-11-25T08:30:10Z');
    const [next] = await collect('btc-usd/1440', '2026-11-25T08:31:10Z');
    assert.deepEqual(
      [first?.at, next?.at],
      ['2026-11-25T08:30:00.000Z', '2026-11-25T08:31:00.000Z'],
    );
    const today = { from: '2026-11-25', to: '2026-11-25' };
    const past = await history('btc-usd/1440', '2026-11-25T08:31:10Z', today);
    assert.deepEqual(past.slice(-2), [first, next]);
    assert.equal(past.length, 8 * 60 + 32);
  });

  it('refuse what is no recording, and what is no speed', async () => {
    for (const code of ['ibovespa', '../package', 'usd-brl/0', 'usd-brl/1441', 'usd-brl/1/1']) {
      await assert.rejects(
        collect(code, '2026-11-25T12:00:00Z'),
        (error) => error instanceof ProviderFault && error.kind === 'refused',
        code,
      );
    }
  });
});
