/** Protects: no new password is one that is guessed first, and good ones are not refused. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { refuseWeakPassword, weaknessOf } from './password-rules.ts';

const owner = { email: 'ana.souza@acougue-central.com.br', name: 'Ana Júlia Souza' };
const nobody = { email: 'x@y.zz', name: 'Z' };

const common = [
  '1234567890',
  'password123',
  'PASSWORD123',
  'P@ssw0rd2024',
  'qwertyuiop',
  '1q2w3e4r5t6y',
  'senha12345',
  'Senha@2026!',
  '2026senha!!',
  'S3nh4-12345',
  'senha123456789',
  '11111111flamengo',
  'corinthians1910',
  'Flamengo@1981',
  'administrador',
  'Açougue2026',
  'mudarsenha1',
  'aaaaaaaaaa',
  'abcabcabcabc',
  'abcabcabcab',
  '1212121212',
  'senhasenhasenha',
  'abcdefghijkl',
  '9876543210',
  'basketball!',
];

const personal = [
  'ana.souza@acougue-central.com.br',
  'AnaSouza2026',
  'souza-souza-1',
  'anajuliasouza',
  'Júlia Souza 99',
  'acougue.central',
  'S0uz4 S0uz4 12',
];

const good = [
  'picanha na brasa',
  'uma nova senha',
  'another password',
  'a long bench password',
  'at least ten characters',
  'café com leite',
  'a maminha da ana some cedo',
  'correct horse battery staple',
  'senha da loja da esquina',
  'dragon-83741950',
];

describe('password rules', () => {
  for (const password of common) {
    it(`find ${password} common`, () => assert.equal(weaknessOf(password, nobody), 'common'));
  }
  for (const password of personal) {
    it(`find ${password} personal`, () => assert.equal(weaknessOf(password, owner), 'personal'));
  }
  for (const password of good) {
    it(`take ${password}`, () => assert.equal(weaknessOf(password, owner), null));
  }

  it('say what to change, and name the field', () => {
    assert.throws(() => refuseWeakPassword('senha12345', owner, 'newPassword'), {
      code: 'password_too_common',
      status: 422,
      options: {
        errors: [
          {
            path: 'newPassword',
            message: 'too common: choose several words that do not belong together',
            pt: 'comum demais: escolha várias palavras que não têm a ver umas com as outras',
          },
        ],
      },
    });
    assert.throws(() => refuseWeakPassword('AnaSouza2026', owner, 'password'), {
      code: 'password_too_personal',
    });
  });

  it('find a common word in any case, with up to six digits around it', () => {
    const word = fc.constantFrom('flamengo', 'password', 'senha', 'basketball');
    const digits = fc.stringMatching(/^\d{0,3}$/);
    fc.assert(
      fc.property(word, digits, digits, fc.boolean(), (text, before, after, isLarge) => {
        const password = `${before}${isLarge ? text.toUpperCase() : text}${after}`;
        assert.equal(weaknessOf(password, nobody), 'common');
      }),
    );
  });

  it('take what a password manager makes, whoever the owner is', () => {
    for (let round = 0; round < 500; round += 1) {
      assert.equal(weaknessOf(randomBytes(18).toString('base64url'), owner), null);
    }
  });

  it('answer at once, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 10, maxLength: 200 }), (password) => {
        weaknessOf(password, owner);
      }),
    );
    for (const piece of ['a', 'ab', 'aab', '!']) {
      const startedAt = performance.now();
      weaknessOf(`${piece.repeat(199).slice(0, 198)}x`, owner);
      assert.ok(performance.now() - startedAt < 100);
    }
  });
});
