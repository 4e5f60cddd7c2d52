/** The settings of auth. */
import { password } from '@balcao/contracts/api/passwords.ts';
import { email, opaque } from '@balcao/contracts/text.ts';
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import { longestTokenSeconds } from './signing-key.ts';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8001),
  registration: setting(
    'AUTH_REGISTRATION',
    z.enum(['first', 'open', 'closed']).default('first'),
    'who may register: only the first user (who becomes admin), everybody, or nobody',
  ),
  adminEmail: setting(
    'AUTH_ADMIN_EMAIL',
    email.optional(),
    'the e-mail of an admin who is made at start; nobody can then register as the first user',
  ),
  adminPassword: setting(
    'AUTH_ADMIN_PASSWORD',
    password.optional(),
    "that admin's first password, or AUTH_ADMIN_PASSWORD_FILE with it in a file",
  ),
  operatorSecret: setting(
    'AUTH_OPERATOR_SECRET',
    opaque(200).min(32, 'at least 32 characters').optional(),
    "the secret of the operator's machine account, which is made at start; without it nobody gets in by that account",
  ),
  accessTokenSeconds: setting(
    'AUTH_ACCESS_TOKEN_SECONDS',
    integer(1, longestTokenSeconds).default(900),
    'how long an access token lives',
  ),
  refreshTokenDays: setting(
    'AUTH_REFRESH_TOKEN_DAYS',
    integer(1, 365).default(30),
    'how long a refresh token lives, and so a session that nobody uses',
  ),
  keyDays: setting(
    'AUTH_KEY_DAYS',
    integer(1, 365).default(30),
    'the age at which the signing key is replaced',
  ),
  loginAttempts: setting(
    'AUTH_LOGIN_ATTEMPTS',
    integer(1, 10_000).default(10),
    'failed logins within the window for one e-mail from one address, or from one known device',
  ),
  loginAttemptsPerAddress: setting(
    'AUTH_LOGIN_ATTEMPTS_PER_ADDRESS',
    integer(1, 100_000).default(100),
    'failed logins within the window from one address',
  ),
  loginWindowSeconds: setting(
    'AUTH_LOGIN_WINDOW_SECONDS',
    integer(1, 86_400).default(900),
    'the window in which failed logins are counted',
  ),
  registrationsPerAddress: setting(
    'AUTH_REGISTRATIONS_PER_ADDRESS',
    integer(1, 100_000).default(100),
    'registrations within an hour from one address',
  ),
  eventDays: setting(
    'AUTH_EVENT_DAYS',
    integer(90, 3_650).default(365),
    'how long security events are kept',
  ),
  hashMemoryKib: setting(
    'AUTH_HASH_MEMORY_KIB',
    integer(7_168, 1_048_576).default(19_456),
    'the memory that hashing a password takes, in KiB',
  ),
  hashPasses: setting(
    'AUTH_HASH_PASSES',
    integer(1, 50).default(2),
    'how often hashing a password goes through that memory',
  ),
  hashConcurrency: setting(
    'AUTH_HASH_CONCURRENCY',
    integer(1, 64).default(2),
    'passwords hashed at the same time; each takes a thread and the memory that is set',
  ),
};

export type AuthConfig = ConfigOf<typeof settings>;
