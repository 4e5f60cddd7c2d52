/** Guarantees of adapters: whatever a provider does instead of answering is a fault that says how it is met. */
import assert from 'node:assert/strict';
import { type FaultKind, ProviderFault } from '../src/adapters/provider-fault.ts';
import { askProviders, faults } from './ask-providers.ts';
import { half, json, type Respond, reset, silence, status, text } from './provider-server.ts';

describe('adapters, faults', () => {
  const { collect } = askProviders({ now: new Date('2025-11-06T18:00:00Z') });

  for (const provider of [
    'awesomeapi',
    'coincap',
    'alphavantage',
    'bcb-sgs',
    'bcb-ptax',
  ] as const) {
    describe(`of ${provider}, when it misbehaves,`, () => {
      const broken: [string, Respond, FaultKind][] = [
        ['never answers', silence, 'unavailable'],
        ['hangs up', reset, 'unavailable'],
        [
          'sends half a body',
          half(JSON.stringify({ value: [], pad: 'x'.repeat(200) })),
          'unavailable',
        ],
        ['has a 500', status(500), 'unavailable'],
        ['sends HTML', text('<html>maintenance</html>'), 'broken'],
        ['sends half a JSON', text('{"value":[{"cotacao'), 'broken'],
        ['sends another shape', json({ value: 'none' }), 'broken'],
        ['sends a price that is none', json([{ data: '05/11/2025', valor: '5,4' }]), 'broken'],
      ];
      for (const [what, respond, kind] of broken) {
        it(`${what}: ${kind}`, () =>
          assert.rejects(collect(provider, 'USD-BRL', respond), faults(kind, /./)));
      }

      it('says how long to wait with a 429', () =>
        assert.rejects(
          collect(provider, 'USD-BRL', status(429, { 'retry-after': '7' })),
          (error) => error instanceof ProviderFault && error.retryAfterMs === 7000,
        ));
    });
  }
});
