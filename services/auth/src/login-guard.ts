/** Checks passwords, and slows down who guesses: only failures count, by e-mail and address and by address alone. */
import { Problem } from '@balcao/kit/problem.ts';
import { createRateLimit } from '@balcao/kit/rate-limit.ts';
import type { Redis } from '@balcao/kit/redis.ts';
import { clientNetwork } from './client-network.ts';
import type { AuthConfig } from './config.ts';
import type { Gate } from './gate.ts';

export interface LoginGuard {
  /**
   * Resolves when `isRight` does with true. Throws `invalid_credentials`, or `rate_limited` after too
   * many failures.
   */
  attempt(who: { email: string; ip: string }, isRight: () => Promise<boolean>): Promise<void>;
}

export interface LoginGuardOptions {
  config: AuthConfig;
  redis: Redis | null;
  gate: Gate;
}

export function createLoginGuard({ config, redis, gate }: LoginGuardOptions): LoginGuard {
  const perSeconds = config.loginWindowSeconds;
  const byPerson = createRateLimit(redis, {
    name: 'login',
    points: config.loginAttempts,
    perSeconds,
  });
  const byAddress = createRateLimit(redis, {
    name: 'login-address',
    points: config.loginAttemptsPerAddress,
    perSeconds,
  });
  return {
    async attempt({ email, ip }, isRight) {
      const address = clientNetwork(ip);
      const person = `${email} ${address}`;
      const check = async () => {
        await Promise.all([byPerson.check(person), byAddress.check(address)]);
      };
      await check();
      await gate.run(async () => {
        // Again, since others of the same burst have failed while this one waited for its turn.
        await check();
        if (await isRight()) return byPerson.reset(person);
        await Promise.all([byPerson.take(person), byAddress.take(address)]);
        throw wrongCredentials();
      });
    },
  };
}

/** The same for an unknown e-mail, a wrong password and a disabled user. */
export function wrongCredentials(): Problem {
  const detail = 'The e-mail or the password is wrong, or the user is disabled.';
  return new Problem('invalid_credentials', detail);
}
