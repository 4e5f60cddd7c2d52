/** Protects: what the services read is bounded, in one form, and nothing is guessed. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { id } from './ids.ts';
import { pageQuery } from './page.ts';
import { cardToken } from './payment-method.ts';
import { isAllowed, personRoles } from './permissions.ts';
import { plu } from './plu.ts';
import { isProblemCode } from './problems.ts';
import { queryBoolean, queryInteger } from './query.ts';
import { email, name, text } from './text.ts';
import { formatEtag, parseIfMatch } from './version.ts';

const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('inputs', () => {
  it('reads whole numbers of a query strictly', () => {
    const limit = queryInteger({ min: 1, max: 200 });
    assert.equal(limit.parse('12'), 12);
    for (const value of [
      '12abc',
      '',
      '1e3',
      '+1',
      '-1',
      ' 1',
      '012',
      '0',
      '201',
      '1.0',
      12,
      ['1'],
    ]) {
      assert.equal(accepts(limit, value), false, String(value));
    }
    assert.deepEqual(pageQuery.parse({}), { limit: 50 });
    assert.equal(accepts(pageQuery, { limit: '1', page: '2' }), false);
  });

  it('reads true and false only', () => {
    assert.equal(queryBoolean.parse('true'), true);
    assert.equal(queryBoolean.parse('false'), false);
    for (const value of ['1', 'yes', '', 'TRUE', true])
      assert.equal(accepts(queryBoolean, value), false);
  });

  it('trims text and refuses empty, long, and what a database cannot store', () => {
    assert.equal(name.parse('  Picanha à moda  '), 'Picanha à moda');
    for (const value of ['', '   ', 'a\u0000b', 'a\nb', 'a\ud800b', 'x'.repeat(121), 7]) {
      assert.equal(accepts(name, value), false, JSON.stringify(value));
    }
    assert.equal(text(2).parse('🥩'), '🥩');
  });

  it('brings e-mails and ids to lower case', () => {
    assert.equal(email.parse(' Ana@Exemplo.COM '), 'ana@exemplo.com');
    for (const value of ['ana', 'ana@', 'a b@c.de', `${'a'.repeat(250)}@b.co`]) {
      assert.equal(accepts(email, value), false, value);
    }
    assert.equal(
      id.parse('019AC0FE-0000-7000-8000-00000000000A'),
      '019ac0fe-0000-7000-8000-00000000000a',
    );
  });

  it('reads a PLU without the zeros that a scale adds', () => {
    assert.equal(plu.parse('001234'), '1234');
    for (const value of ['0', '000000', '1234567', '12a', ''])
      assert.equal(accepts(plu, value), false);
  });

  it('takes no card number for a token', () => {
    assert.equal(accepts(cardToken, 'tok_approve'), true);
    assert.equal(accepts(cardToken, '4111111111111111'), false);
  });

  it('reads a version from If-Match as it wrote it', () => {
    assert.equal(parseIfMatch(formatEtag(3)), 3);
    for (const header of ['3', '*', 'W/"3"', '"0"', '"3","4"', '']) {
      assert.equal(parseIfMatch(header), undefined, header);
    }
  });

  it('keeps money and users from those at the counter and in the cold room', () => {
    assert.equal(isAllowed('seller', 'orders:write'), true);
    assert.equal(isAllowed('seller', 'catalogue:write'), false);
    assert.equal(isAllowed('stockist', 'orders:write'), false);
    assert.equal(isAllowed('seller', 'finance:read'), false);
    assert.equal(isAllowed('admin', 'users:manage'), true);
  });

  it('lets a machine read the catalogue, look after feeds, rules and channels, and nothing else', () => {
    for (const permission of [
      'catalogue:read',
      'market:read',
      'market:write',
      'notifications:manage',
      'objects:manage',
    ] as const) {
      assert.equal(isAllowed('machine', permission), true, permission);
    }
    for (const role of personRoles) assert.equal(isAllowed(role, 'objects:manage'), false, role);
    for (const permission of [
      'catalogue:write',
      'stock:read',
      'stock:write',
      'orders:read',
      'orders:write',
      'orders:read-all',
      'payments:read',
      'payments:write',
      'payments:confirm',
      'payments:refund',
      'finance:read',
      'finance:write',
      'notifications:read',
      'users:manage',
      'keys:manage',
      'security:read',
      'messages:manage',
    ] as const) {
      assert.equal(isAllowed('machine', permission), false, permission);
    }
  });

  it('looks no further at text that is too long: a pattern over it may take minutes', () => {
    const seen: string[] = [];
    const watched = text(30).refine((value) => seen.push(value) > 0);
    assert.equal(accepts(watched, 'x'.repeat(31)), false);
    assert.equal(
      accepts(
        email.refine((value) => seen.push(value) > 0),
        `${'x'.repeat(255)}@x.y`,
      ),
      false,
    );
    assert.deepEqual(seen, []);
    assert.equal(accepts(watched, 'x'), true);
    assert.deepEqual(seen, ['x']);
  });

  it('knows problem codes by their own names only', () => {
    assert.equal(isProblemCode('not_found'), true);
    assert.equal(isProblemCode('toString'), false);
  });
});
