/** Protects: no channel leads to the shop's own machines, however their address is written or named. */
import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import { describe, it } from 'mocha';
import { AddressRefused, createAddressGuard, parseRanges } from './address-guard.ts';

const guard = createAddressGuard(new BlockList());
const isRefused = (url: string) => guard.refusalOf(new URL(url)) !== undefined;

describe('the address guard', () => {
  it('refuses addresses of private networks in every notation', () => {
    for (const host of [
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0.0.0.0',
      '10.0.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a9fe:a9fe]',
      '[fd00::1]',
      '[fe80::1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
    ])
      assert.equal(isRefused(`http://${host}/`), true, host);
  });

  it('lets public addresses and names through', () => {
    for (const host of ['1.1.1.1', '172.32.0.1', '[2606:4700::1111]', 'hooks.slack.com'])
      assert.equal(isRefused(`https://${host}/`), false, host);
  });

  it('refuses other protocols, and passwords in an address', () => {
    for (const url of ['ftp://example.com', 'file:///etc/passwd', 'https://a:b@example.com'])
      assert.equal(isRefused(url), true, url);
  });

  it('judges a name by what it resolves to', async () => {
    const error = await new Promise((resolve) =>
      guard.lookup('localhost', { all: true }, (failure) => resolve(failure)),
    );
    assert.ok(error instanceof AddressRefused);
  });

  it('allows the ranges that the settings name, and no others', () => {
    const open = createAddressGuard(parseRanges('127.0.0.0/8, ::1/128') ?? new BlockList());
    assert.equal(open.refusalOf(new URL('http://127.0.0.1:9/')), undefined);
    assert.equal(open.refusalOf(new URL('http://[::1]/')), undefined);
    assert.notEqual(open.refusalOf(new URL('http://10.0.0.1/')), undefined);
  });

  it('reads ranges only as they are meant', () => {
    for (const text of ['10.0.0.0', '10.0.0.0/33', 'x/8', '::/129', '10.0.0.0/-1'])
      assert.equal(parseRanges(text), undefined, text);
    assert.notEqual(parseRanges(''), undefined);
  });
});
