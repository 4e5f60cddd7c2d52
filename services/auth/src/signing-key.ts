/** Signing keys: ES256 pairs, the private half as PKCS #8, the public half as a JWK. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type Jwk, jwk } from '@balcao/contracts/api/auth.ts';
import { newId } from '@balcao/kit/ids.ts';

/** From when a key is published until it signs: verifiers read an unknown key again after a second. */
export const publishedAheadSeconds = 5;

/** No setting lets an access token live longer, so that a key's last token is dead by then, whatever was set. */
export const longestTokenSeconds = 3_600;

/** For what lies between two clocks, and between a token's making and the end of its transaction. */
export const slackSeconds = 60;

export interface SigningKey {
  kid: string;
  privatePkcs8: string;
  publicJwk: Jwk;
}

const generate = promisify(generateKeyPair);

/** A new key on P-256 with an id of its own. */
export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generate('ec', { namedCurve: 'P-256' });
  const kid = newId();
  return {
    kid,
    privatePkcs8: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicJwk: jwk.parse({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }),
  };
}
