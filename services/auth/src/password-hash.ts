/** Password hashes: Argon2id (RFC 9106) in the PHC string format. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface HashShape {
  memoryKib: number;
  passes: number;
  lanes: number;
  salt: Buffer;
}

export interface PasswordHash extends HashShape {
  tag: Buffer;
}

/** Computes the tag of a password. */
export type Derive = (password: string, shape: HashShape & { tagBytes: number }) => Promise<Buffer>;

const argon2id = promisify(argon2);

const phc =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d{0,2}),p=([1-9]\d?)\$([\w+/-]{11,64})\$([\w+/-]{22,86})$/;

/** `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, the last two in base64 without padding. */
export function formatHash({ memoryKib, passes, lanes, salt, tag }: PasswordHash): string {
  const parameters = `m=${memoryKib},t=${passes},p=${lanes}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Throws for anything that is not a PHC string of Argon2id version 19. */
export function parseHash(text: string): PasswordHash {
  const [, m, t, p, salt, tag] = phc.exec(text) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('a stored password hash is damaged');
  return {
    memoryKib: Number(m),
    passes: Number(t),
    lanes: Number(p),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** The parameters of a hash as PHC writes them, such as `m=19456,t=2,p=1`: no secret. */
export function parametersOf(hash: string): string {
  const { memoryKib, passes, lanes } = parseHash(hash);
  return `m=${memoryKib},t=${passes},p=${lanes}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** In constant time for tags of one length. */
export function tagsAreEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Runs on a thread of Node's pool. */
export const deriveTag: Derive = (password, { memoryKib, passes, lanes, salt, tagBytes }) =>
  argon2id('argon2id', {
    message: password,
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: tagBytes,
  });
