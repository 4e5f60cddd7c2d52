/** Protects: a service that was added is backed up too, where nobody says which databases there are. */
import assert from 'node:assert/strict';
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { describe, it } from 'mocha';
import { chartDatabases, serviceDatabases } from '../src/service-databases.ts';

describe('the databases that are backed up', () => {
  it('are those of all services', () => {
    const known = serviceDatabases.parse(chartDatabases);
    const expected = Object.keys(prefixes).map((service) => ({
      service,
      database: service.replaceAll('-', '_'),
    }));
    assert.deepEqual(known, expected);
  });
});
