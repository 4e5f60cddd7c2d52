/** Checks passwords, counts failures exactly, tells of them, and refuses who has failed too often. */
import type { SecurityEventDetail } from '@balcao/contracts/api/security-events.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { AuthConfig } from './config.ts';
import { type Attempt, type Budget, budgetsOf, networkBudget } from './login-budget.ts';
import { claimAttempt, countFailure, releaseAttempt } from './login-budget-store.ts';
import type { Origin } from './origin.ts';
import { record } from './security-event-store.ts';

/** For the audit trail only: whoever fails is told neither. */
export type FailureReason = 'unknown' | 'password' | 'disabled' | 'secret';

type Purpose = 'login' | 'password_change' | 'token';
type Outcome = 'succeeded' | 'failed' | 'refused';

/** Who tried what, as the trail tells it. */
interface Tried {
  purpose: Purpose;
  /** Undefined where no account is known by what was given. */
  userId: string | undefined;
  origin: Origin;
}

export interface GuardedAttempt<T> extends Attempt, Tried {
  /** Hashes, behind the gate; resolves to why the attempt fails, or to null. */
  check(): Promise<FailureReason | null>;
  /** What the right password leads to, in the transaction that forgets the failures before. */
  proceed(tx: Tx): Promise<T>;
}

export interface LoginGuard {
  /**
   * Resolves to what `proceed` does. Throws `invalid_credentials`, or `rate_limited` when a budget of
   * failures is used up; then nothing is hashed. Call it in turns for each client and account, so that a burst
   * of right ones does not use up a budget.
   */
  attempt<T>(attempt: GuardedAttempt<T>): Promise<T>;
  /**
   * Counts a wrong secret, which nobody guesses, against its network, so that it does not fill the trail.
   * Throws `rate_limited` when that network's budget is used up.
   */
  countGuess(guess: { userId: string | undefined; given: string; origin: Origin }): Promise<void>;
}

export interface LoginGuardDeps {
  config: AuthConfig;
  db: Database;
  gate: Gate;
  metrics: LoginMetrics;
}

export interface LoginMetrics {
  logins: { inc(labels: { purpose: Purpose; outcome: Outcome }): void };
  lockouts: { inc(labels: { budget: Budget['kind'] }): void };
}

export function createLoginGuard({ config, db, gate, metrics }: LoginGuardDeps): LoginGuard {
  const windowSeconds = config.loginWindowSeconds;

  async function claim(purpose: Purpose, budgets: Budget[]): Promise<void> {
    try {
      await claimAttempt(db, budgets, windowSeconds);
    } catch (error) {
      const isRefused = error instanceof Problem && error.code === 'rate_limited';
      if (isRefused) metrics.logins.inc({ purpose, outcome: 'refused' });
      throw error;
    }
  }

  /** A place that is held must not be lost to an error that is nobody's failure. */
  async function releasing<T>(budgets: Budget[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const release = async (tx: Tx) => releaseAttempt(tx, budgets, { isRight: false });
      await db.transaction(release).catch(() => undefined);
      throw error;
    }
  }

  async function fail(tried: Tried, budgets: Budget[], facts: SecurityEventDetail) {
    const { purpose, userId, origin } = tried;
    const about = userId === undefined ? {} : { userId };
    await db.transaction(async (tx) => {
      const usedUp = await countFailure(tx, budgets);
      const locked = usedUp.map(({ kind: budget, failures }) => ({
        ...about,
        type: 'login.locked' as const,
        detail: { purpose, budget, failures, windowSeconds },
      }));
      const failed = { ...about, type: 'login.failed', detail: { purpose, ...facts } } as const;
      record(tx, origin, [failed, ...locked]);
      tx.afterCommit(() => {
        metrics.logins.inc({ purpose, outcome: 'failed' });
        for (const { kind } of usedUp) metrics.lockouts.inc({ budget: kind });
      });
    });
  }

  return {
    async attempt(attempt) {
      const { purpose, userId, email } = attempt;
      const budgets = budgetsOf(attempt, config);
      const reason = await gate.run(async () => {
        await claim(purpose, budgets);
        return releasing(budgets, attempt.check);
      });
      if (reason !== null) {
        // An e-mail that no account has is told, so that the admin sees what is tried.
        await fail(attempt, budgets, userId === undefined ? { reason, email } : { reason });
        throw wrongCredentials();
      }
      return releasing(budgets, () =>
        db.transaction(async (tx) => {
          const value = await attempt.proceed(tx);
          releaseAttempt(tx, budgets, { isRight: true });
          tx.afterCommit(() => metrics.logins.inc({ purpose, outcome: 'succeeded' }));
          return value;
        }),
      );
    },
    async countGuess({ userId, given, origin }) {
      const budgets = [networkBudget(origin.client ?? '', config)];
      const tried = { purpose: 'token', userId, origin } as const;
      await claim(tried.purpose, budgets);
      const reason = 'secret';
      await fail(tried, budgets, userId === undefined ? { reason, clientId: given } : { reason });
    },
  };
}

/** The same for an unknown e-mail, a wrong password and a disabled user. */
export function wrongCredentials(): Problem {
  const detail = 'The e-mail or the password is wrong, or the user is disabled.';
  return new Problem('invalid_credentials', detail);
}
