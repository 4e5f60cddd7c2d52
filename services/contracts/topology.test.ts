/** Protects: nobody listens for an event that does not exist, and every event has a schema and an owner. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { eventSchemas, eventTypes, isEventType } from './events/catalog.ts';
import { prefixes } from './prefixes.ts';
import { topology } from './topology.ts';

describe('topology', () => {
  it('names known events only, each once a queue', () => {
    for (const [queue, types] of Object.entries(topology)) {
      assert.equal(new Set<string>(types).size, types.length, queue);
      for (const type of types) assert.equal(isEventType(type), true, `${queue}: ${type}`);
    }
  });

  it('names every queue after the service that reads it', () => {
    for (const queue of Object.keys(topology)) {
      const reader = queue === 'assets-tasks' ? 'market-analyzer' : queue.split('.')[0];
      assert.ok(Object.hasOwn(prefixes, reader ?? ''), queue);
    }
  });

  it('delivers an event to a service by one queue only', () => {
    const readers = Object.entries(topology).flatMap(([queue, types]) =>
      types.map((type) => `${queue.split('.')[0]} ${type}`),
    );
    assert.equal(new Set(readers).size, readers.length);
  });

  it('has a schema for every event type', () => {
    assert.ok(eventTypes.length >= 26);
    for (const type of eventTypes) assert.ok(eventSchemas[type] instanceof z.ZodType, type);
    assert.equal(isEventType('toString'), false);
  });

  it('lets an event grow by a field', () => {
    const orderId = '019ac0fe-0000-7000-8000-00000000000a';
    assert.deepEqual(eventSchemas['stock.reserved'].parse({ orderId, added: 1 }), { orderId });
  });
});
