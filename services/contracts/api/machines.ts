/** The API of machine accounts: programs that log in by a secret, each a user of the role `machine`. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { name, opaque } from '../text.ts';

/** The account of the shop's own operator, where the settings have a secret for it; no secret by itself. */
export const operatorMachineId = '00000000-0000-8000-8000-6f7065726174';

export const createMachineRequest = z.strictObject({ id: id.optional(), name });
export type CreateMachineRequest = z.infer<typeof createMachineRequest>;

/** A secret that is in use, without the secret. */
export const machineSecret = z.object({
  id,
  createdAt: instant,
  /** When a token was last given for it. */
  lastUsedAt: instant.nullable(),
});
export type MachineSecret = z.infer<typeof machineSecret>;

export const machineSecretPage = page(machineSecret);
export type MachineSecretPage = z.infer<typeof machineSecretPage>;

/** A new secret, told this once. */
export const newMachineSecret = z.object({
  id,
  createdAt: instant,
  /** The machine's user id. */
  clientId: id,
  clientSecret: z.string(),
});
export type NewMachineSecret = z.infer<typeof newMachineSecret>;

export const machineSecretParams = z.strictObject({ id, secretId: id });
export type MachineSecretParams = z.infer<typeof machineSecretParams>;

/** The client credentials of OAuth 2 (RFC 6749, section 4.4), as JSON. */
export const tokenRequest = z.strictObject({ clientId: id, clientSecret: opaque(200) });
export type TokenRequest = z.infer<typeof tokenRequest>;

/** There is no refresh token: the secret gives the next one. */
export const tokenResponse = z.object({
  accessToken: z.string(),
  expiresInSeconds: z.int().min(1),
});
export type TokenResponse = z.infer<typeof tokenResponse>;
