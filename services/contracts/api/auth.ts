/** The API of auth: sessions, signing keys and the list of revoked sessions. Times in UTC. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { email, name, opaque } from '../text.ts';
import { password, typedPassword } from './passwords.ts';
import { user } from './users.ts';

export const registerRequest = z.strictObject({ id: id.optional(), email, password, name });
export type RegisterRequest = z.infer<typeof registerRequest>;

/** Whether anybody may register now; on a new installation the first to do so is the admin. */
export const registrationResponse = z.object({ isOpen: z.boolean() });
export type RegistrationResponse = z.infer<typeof registrationResponse>;

/**
 * With `session: 'cookie'`, which is for browsers, refresh token and device token are cookies in the place of fields:
 * no script can read them. Renewing and logging out then take an empty body.
 */
export const sessionKind = z.enum(['fields', 'cookie']);

/** `deviceToken` is what a former login on this device was answered with, whoever logged in. */
export const loginRequest = z.strictObject({
  email,
  password: typedPassword,
  session: sessionKind.optional(),
  deviceToken: opaque(200).optional(),
});
export type LoginRequest = z.infer<typeof loginRequest>;

/** Without a token the cookie's is meant. A new one comes as the former did. */
export const refreshRequest = z.strictObject({ refreshToken: opaque(500).optional() });
export type RefreshRequest = z.infer<typeof refreshRequest>;

/** The session is the cookie's or, without one, the access token's. */
export const logoutRequest = z.strictObject({});

/** The answer of login and refresh where tokens are fields; `expiresInSeconds` is the access token's life. */
export const sessionResponse = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresInSeconds: z.int().min(1),
  user,
});
export type SessionResponse = z.infer<typeof sessionResponse>;

/**
 * To be kept on the device and sent with its next logins: where one of these is sent, nobody else's failures
 * stand in the way of the right password. It opens nothing by itself.
 */
export const loginResponse = sessionResponse.extend({ deviceToken: z.string() });
export type LoginResponse = z.infer<typeof loginResponse>;

/** The answer of login and refresh to a browser, whose other tokens are cookies. */
export const cookieSessionResponse = sessionResponse.omit({ refreshToken: true });
export type CookieSessionResponse = z.infer<typeof cookieSessionResponse>;

export const changePasswordRequest = z.strictObject({
  currentPassword: typedPassword,
  newPassword: password,
});
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>;

/** A session that is alive: a login and what descends from it. */
export const session = z.object({
  id,
  createdAt: instant,
  /** When it was opened or its tokens were last renewed: exact to an access token's life. */
  lastUsedAt: instant,
  /** When it ends unless it is used before. */
  expiresAt: instant,
  /** Where it was last used from: an IPv4 address or the /64 of an IPv6 address. */
  client: z.string().nullable(),
  /** Coarse, such as `Firefox on Android`. */
  userAgent: z.string().nullable(),
  /** Whether this very request belongs to it. */
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof session>;

export const sessionPage = page(session);
export type SessionPage = z.infer<typeof sessionPage>;

/** One session of one user, for admins. */
export const userSessionParams = z.strictObject({ id, sessionId: id });
export type UserSessionParams = z.infer<typeof userSessionParams>;

/** A public key of ES256 (RFC 7517, RFC 7518 section 6.2). */
export const jwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});
export type Jwk = z.infer<typeof jwk>;

export const jwksResponse = z.object({ keys: z.array(jwk) });
export type JwksResponse = z.infer<typeof jwksResponse>;

/** Sessions revoked within an access token's life; after `expiresAt` none of their tokens is alive. */
export const revocationsResponse = z.object({
  items: z.array(z.object({ sessionId: id, expiresAt: instant })),
});
export type RevocationsResponse = z.infer<typeof revocationsResponse>;

/**
 * The new key: in the JWKS at once, signing from `activeFrom`, so that everybody can know it by then. The
 * former ones stay in the JWKS while their tokens live.
 */
export const rotateKeysResponse = z.object({
  kid: z.string(),
  createdAt: instant,
  activeFrom: instant,
});
export type RotateKeysResponse = z.infer<typeof rotateKeysResponse>;
