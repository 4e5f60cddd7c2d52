/** The name of another object, by the rules of Kubernetes (RFC 1123). */
import { z } from 'zod';

export const objectName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'the name of an object: small letters, digits, - and .',
  );
