/** Encrypts what the database must not know: AES-256-GCM, each box bound to the row that it is in. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface SecretBox {
  /** 12 bytes nonce, 16 bytes tag, then the text. */
  seal(text: string, rowId: string): Buffer;
  /** Throws when the box was altered, is of another row, or was closed with another key. */
  open(box: Buffer, rowId: string): string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export function createSecretBox(secretKey: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'balcao notifier channels', 32));
  return {
    seal(text, rowId) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(rowId));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(box, rowId) {
      const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(rowId));
      decipher.setAuthTag(box.subarray(nonceBytes, nonceBytes + tagBytes));
      const sealed = box.subarray(nonceBytes + tagBytes);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    },
  };
}
