/** A record's version is its strong ETag: `ETag: "3"` out, `If-Match: "3"` in (RFC 9110, 8.8.3 and 13.1.1). */
import { z } from 'zod';

export const version = z.int().min(1);

export const formatEtag = (recordVersion: number): string => `"${recordVersion}"`;

/** The version that an `If-Match` header names; undefined for what is not one quoted number. */
export const parseIfMatch = (header: string): number | undefined => {
  const digits = /^"([1-9]\d{0,14})"$/.exec(header.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
};
