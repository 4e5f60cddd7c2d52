/** Protects: nobody escapes the limit on failed logins by changing the address within a network. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { clientNetwork } from './client-network.ts';

describe('client network', () => {
  const cases = [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::2:3:4:5:6', '1:0:0:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['', ''],
  ] as const;
  for (const [ip, network] of cases) {
    it(`takes ${ip || 'nothing'} as ${network || 'nothing'}`, () => {
      assert.equal(clientNetwork(ip), network);
    });
  }
});
