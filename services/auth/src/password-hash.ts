/** Password hashes: Argon2id (RFC 9106) in the PHC string format. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's second recommended setting for Argon2id: 19 MiB, two passes, one lane. */
const memoryKib = 19_456;
const passes = 2;
const lanes = 1;
const saltBytes = 16;
const tagBytes = 32;

export interface PasswordHash {
  memoryKib: number;
  passes: number;
  lanes: number;
  salt: Buffer;
  tag: Buffer;
}

const derive = promisify(argon2);

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

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Hashes with a new salt. Takes some 30 ms and 19 MiB on a thread: call it through the gate. */
export async function hashPassword(password: string): Promise<string> {
  const shape = { memoryKib, passes, lanes, salt: randomBytes(saltBytes) };
  return formatHash({ ...shape, tag: await tagOf(password, { ...shape, tagLength: tagBytes }) });
}

/** Whether the password is the hash's, by the hash's own parameters and in constant time. Costs as much as hashing. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const { tag, ...shape } = parseHash(hash);
  return timingSafeEqual(await tagOf(password, { ...shape, tagLength: tag.length }), tag);
}

/** A hash that no password has: checked for unknown users, so that they take as long as known ones. */
export function impossibleHash(): string {
  const salt = randomBytes(saltBytes);
  return formatHash({ memoryKib, passes, lanes, salt, tag: randomBytes(tagBytes) });
}

function tagOf(
  password: string,
  shape: Omit<PasswordHash, 'tag'> & { tagLength: number },
): Promise<Buffer> {
  return derive('argon2id', {
    message: password,
    nonce: shape.salt,
    memory: shape.memoryKib,
    passes: shape.passes,
    parallelism: shape.lanes,
    tagLength: shape.tagLength,
  });
}
