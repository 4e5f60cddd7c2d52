/** Auth: users, their sessions, and the keys that sign access tokens. */
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { ConfigError } from '@balcao/kit/config.ts';
import type { Database } from '@balcao/kit/db.ts';
import { createGate } from '@balcao/kit/gate.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { createRateLimit } from '@balcao/kit/rate-limit.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { accountRoutes } from './account-routes.ts';
import { addConfiguredAdmin } from './add-user.ts';
import { tooManyLogIn } from './behind-gate.ts';
import { type AuthConfig, migrations } from './config.ts';
import { keepConfiguredMachine } from './configured-machine.ts';
import { keyRoutes } from './key-routes.ts';
import { readJwks } from './key-store.ts';
import { forgetClients } from './known-client-store.ts';
import { forgetBudgets } from './login-budget-store.ts';
import { createLoginGuard, type LoginMetrics } from './login-guard.ts';
import { machineRoutes } from './machine-routes.ts';
import { createPasswordHasher } from './password-hasher.ts';
import { createRehasher } from './rehash-password.ts';
import { rotateKeysJob, rotateOldKeys } from './rotate-keys.ts';
import { securityEventRoutes } from './security-event-routes.ts';
import { forgetSecurityEvents } from './security-event-store.ts';
import { sessionListRoutes } from './session-list-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { forgetSessions, readRevocations } from './session-store.ts';
import { createTokenIssuer } from './token-issuer.ts';
import { createTurns } from './turns.ts';
import { userRoutes } from './user-routes.ts';

export { migrations, settings } from './config.ts';

/** Their turn comes within the time that a client waits; until then each costs a few bytes. */
const maxWaitingPasswords = 1_000;
/** Below the smallest pool of connections. */
const addedAtOnce = 2;
const registrationWindowSeconds = 3_600;
/** Who has not logged in from there for so long shares the budgets of strangers. */
const knownForDays = 90;
const secondsPerDay = 86_400;
const forgetEveryMs = 3_600_000;

/** Throws ConfigError when only a half of the first admin is set. */
export async function start(config: AuthConfig, deps: Deps): Promise<RunningService> {
  const admin = configuredAdmin(config);
  return runService({
    name: 'auth',
    prefixes: prefixes.auth,
    description: 'Users, their sessions, and the keys that sign access tokens.',
    migrations,
    config,
    deps,
    wire({ db, outbox, log, metrics, redis }) {
      const gate = createGate({
        concurrency: config.hashConcurrency,
        maxWaiting: maxWaitingPasswords,
        refusal: tooManyLogIn,
      });
      const turns = createTurns({ maxWaiting: maxWaitingPasswords });
      const hasher = createPasswordHasher({
        memoryKib: config.hashMemoryKib,
        passes: config.hashPasses,
      });
      const rehasher = createRehasher({ db, gate, hasher, log });
      const users = {
        db,
        outbox,
        gate,
        hasher,
        addGate: createGate({
          concurrency: addedAtOnce,
          maxWaiting: maxWaitingPasswords,
          refusal: tooManyLogIn,
        }),
        registrations: metrics.counter('user_registrations_total', 'Users added.'),
      };
      const sessions = {
        ...users,
        log,
        rehasher,
        guard: createLoginGuard({ config, db, gate, metrics: loginMetrics(metrics) }),
        turns,
        issuer: createTokenIssuer(config),
        cookies: {
          refreshSeconds: config.refreshTokenDays * secondsPerDay,
          deviceSeconds: knownForDays * secondsPerDay,
        },
        // Whoever finds the service before the admin has logged in must not become one.
        registration:
          admin !== null && config.registration === 'first' ? 'closed' : config.registration,
        registerLimit: createRateLimit(redis, {
          name: 'register',
          points: config.registrationsPerAddress,
          perSeconds: registrationWindowSeconds,
        }),
      } as const;
      return {
        routes: [
          ...sessionRoutes(sessions),
          ...accountRoutes(sessions),
          ...sessionListRoutes(db),
          ...securityEventRoutes(db, config.timeZone),
          ...keyRoutes(db),
          ...machineRoutes(sessions),
          ...userRoutes(users),
        ],
        jobs: [rotateKeysJob(db, config.keyDays), forgetJob(db, config.eventDays)],
        tokenSource: { readKeys: () => readJwks(db), readRevocations: () => readRevocations(db) },
        stop: rehasher.drained,
        async prepare() {
          await rotateOldKeys(db, config.keyDays);
          if (admin !== null) await addConfiguredAdmin(admin, { ...users, log });
          await keepConfiguredMachine(config.operatorSecret, { ...users, log });
        },
      };
    },
  });
}

function configuredAdmin(config: AuthConfig): { email: string; password: string } | null {
  const { adminEmail: email, adminPassword: password } = config;
  if (email !== undefined && password !== undefined) return { email, password };
  if (email === undefined && password === undefined) return null;
  throw new ConfigError(['AUTH_ADMIN_EMAIL and AUTH_ADMIN_PASSWORD: set both or neither']);
}

function forgetJob(db: Database, eventDays: number): Job {
  return {
    name: 'forget sessions, events and budgets',
    everyMs: forgetEveryMs,
    async run() {
      await forgetSessions(db);
      await forgetSecurityEvents(db, eventDays);
      await forgetBudgets(db);
      await forgetClients(db, knownForDays);
    },
  };
}

function loginMetrics(metrics: Metrics): LoginMetrics {
  return {
    logins: metrics.counter(
      'auth_logins_total',
      'Passwords that were to be proved, by outcome: succeeded, failed, refused unseen.',
      ['purpose', 'outcome'],
    ),
    lockouts: metrics.counter(
      'auth_lockouts_total',
      'Budgets of failed logins that were used up: of a device, an account in a network, a network.',
      ['budget'],
    ),
  };
}
