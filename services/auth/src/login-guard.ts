/** Checks passwords, counts failures exactly, tells of them, and refuses who has failed too often. */
import type { Database, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { AuthConfig } from './config.ts';
import type { Gate } from './gate.ts';
import { type Attempt, type Budget, budgetsOf } from './login-budget.ts';
import { claimAttempt, countFailure, releaseAttempt } from './login-budget-store.ts';
import type { Origin } from './origin.ts';
import { type NewSecurityEvent, record } from './security-event-store.ts';
import type { Turns } from './turns.ts';

/** For the audit trail only: whoever fails is told neither. */
export type FailureReason = 'unknown' | 'password' | 'disabled';

type Purpose = 'login' | 'password_change';
type Outcome = 'succeeded' | 'failed' | 'refused';

export interface GuardedAttempt<T> extends Attempt {
  purpose: Purpose;
  /** Undefined where no account has the e-mail. */
  userId: string | undefined;
  origin: Origin;
  /** Hashes, behind the gate; resolves to why the attempt fails, or to null. */
  check(): Promise<FailureReason | null>;
  /** What the right password leads to, in the transaction that forgets the failures before. */
  proceed(tx: Tx): Promise<T>;
}

export interface LoginGuard {
  /**
   * Resolves to what `proceed` does. Throws `invalid_credentials`, or `rate_limited` when a budget of
   * failures is used up; then nothing is hashed.
   */
  attempt<T>(attempt: GuardedAttempt<T>): Promise<T>;
}

export interface LoginGuardDeps {
  config: AuthConfig;
  db: Database;
  gate: Gate;
  turns: Turns;
  metrics: LoginMetrics;
}

export interface LoginMetrics {
  logins: { inc(labels: { purpose: Purpose; outcome: Outcome }): void };
  lockouts: { inc(labels: { budget: Budget['kind'] }): void };
}

export function createLoginGuard({ config, db, gate, turns, metrics }: LoginGuardDeps): LoginGuard {
  const windowSeconds = config.loginWindowSeconds;

  function checkOnce<T>({ purpose, check }: GuardedAttempt<T>, budgets: Budget[]) {
    return gate.run(async () => {
      try {
        await claimAttempt(db, budgets, windowSeconds);
      } catch (error) {
        const isRefused = error instanceof Problem && error.code === 'rate_limited';
        if (isRefused) metrics.logins.inc({ purpose, outcome: 'refused' });
        throw error;
      }
      return releasing(budgets, check);
    });
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

  async function fail<T>(attempt: GuardedAttempt<T>, budgets: Budget[], reason: FailureReason) {
    await db.transaction(async (tx) => {
      const usedUp = await countFailure(tx, budgets);
      const locked = usedUp.map(({ kind, failures }) => ({
        ...failureEvent(attempt, { budget: kind, failures, windowSeconds }),
        type: 'login.locked' as const,
      }));
      record(tx, attempt.origin, [failureEvent(attempt, { reason }), ...locked]);
      tx.afterCommit(() => {
        metrics.logins.inc({ purpose: attempt.purpose, outcome: 'failed' });
        for (const { kind } of usedUp) metrics.lockouts.inc({ budget: kind });
      });
    });
  }

  return {
    async attempt(attempt) {
      const budgets = budgetsOf(attempt, config);
      const [{ key }] = budgets;
      // One after the other for each account and client: a burst of right ones must not use up its budget.
      return turns.run(key.toString('base64'), async () => {
        const reason = await checkOnce(attempt, budgets);
        if (reason !== null) {
          await fail(attempt, budgets, reason);
          throw wrongCredentials();
        }
        return releasing(budgets, () =>
          db.transaction(async (tx) => {
            const value = await attempt.proceed(tx);
            releaseAttempt(tx, budgets, { isRight: true });
            tx.afterCommit(() =>
              metrics.logins.inc({ purpose: attempt.purpose, outcome: 'succeeded' }),
            );
            return value;
          }),
        );
      });
    },
  };
}

/** An e-mail that no account has is told, so that the admin sees what is tried. */
function failureEvent<T>(
  { userId, email, purpose }: GuardedAttempt<T>,
  facts: Record<string, string | number>,
): NewSecurityEvent {
  if (userId !== undefined) return { type: 'login.failed', userId, detail: { purpose, ...facts } };
  return { type: 'login.failed', detail: { purpose, email, ...facts } };
}

/** The same for an unknown e-mail, a wrong password and a disabled user. */
export function wrongCredentials(): Problem {
  const detail = 'The e-mail or the password is wrong, or the user is disabled.';
  return new Problem('invalid_credentials', detail);
}
