/** Signs webhooks and checks their signatures: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '@balcao/kit/problem.ts';

export const signatureHeader = 'Balcao-Signature';
/** A signature of another time is a replay, or comes from a clock that is wrong. */
export const toleranceSeconds = 300;

const format = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** The header for a body that is sent at `nowMs`. */
export function sign(body: string | Buffer, secret: string, nowMs: number): string {
  const seconds = String(Math.floor(nowMs / 1000));
  return `t=${seconds},v1=${digest(body, secret, seconds).toString('hex')}`;
}

export interface SignedMessage {
  header: string | undefined;
  /** The bytes as they came, before any parsing. */
  body: Buffer;
}

/** Throws `invalid_signature` unless the body was signed with the secret, within the tolerance. */
export function requireSignature(
  { header, body }: SignedMessage,
  secret: string,
  nowMs: number,
): void {
  const [, seconds, signature] = format.exec(header ?? '') ?? [];
  if (seconds === undefined || signature === undefined) {
    throw refuse(`Send ${signatureHeader}: t=<unix seconds>,v1=<hex HMAC-SHA256>.`);
  }
  if (!timingSafeEqual(digest(body, secret, seconds), Buffer.from(signature, 'hex'))) {
    throw refuse('The signature does not belong to this body.');
  }
  if (Math.abs(nowMs / 1000 - Number(seconds)) > toleranceSeconds) {
    throw refuse('The signature is too old, or of a time to come. Sign again.');
  }
}

function digest(body: string | Buffer, secret: string, seconds: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}

function refuse(detail: string): Problem {
  return new Problem('invalid_signature', detail);
}
