/** Whose failures count against whom: the rule that lets nobody use up another's attempts from elsewhere. */
import { createHash } from 'node:crypto';

export const budgetKinds = ['device', 'account', 'network'] as const;
export type BudgetKind = (typeof budgetKinds)[number];

/** Failures that are counted together. */
export interface Budget {
  kind: BudgetKind;
  /** 32 bytes that tell nothing of whom they stand for. */
  key: Buffer;
  /** Failures within the window; the next attempt is refused unseen. */
  allowed: number;
}

/** Who tries to prove whose password. */
export interface Attempt {
  /** The e-mail that was given. */
  email: string;
  /** An IPv4 address or the /64 of an IPv6 address. */
  client: string;
  /** A device, or a session, from which this account's password was proved before. */
  provenBy: string | null;
  /** Whether this account's password was proved from this network before. */
  isKnownNetwork: boolean;
}

export interface Allowances {
  /** For one account from one network, or from one device. */
  loginAttempts: number;
  /** For all accounts together from one network. */
  loginAttemptsPerAddress: number;
}

/**
 * A known device has a budget of its own, so that nobody but its holder can use it up. A known network has
 * one for the account: what is tried from there for other accounts takes nothing from it. Anybody else
 * shares the network's. There is none for an account from everywhere: that one could be used up by
 * strangers to lock the owner out.
 */
export function budgetsOf(attempt: Attempt, allowances: Allowances): [Budget, ...Budget[]] {
  const { email, client, provenBy, isKnownNetwork } = attempt;
  const { loginAttempts } = allowances;
  if (provenBy !== null) return [budget('device', [email, provenBy], loginAttempts)];
  const own = budget('account', [email, client], loginAttempts);
  if (isKnownNetwork) return [own];
  return [own, networkBudget(client, allowances)];
}

/** What is tried from a network for any account. */
export function networkBudget(client: string, { loginAttemptsPerAddress }: Allowances): Budget {
  return budget('network', [client], loginAttemptsPerAddress);
}

function budget(kind: BudgetKind, of: string[], allowed: number): Budget {
  const key = createHash('sha256')
    .update(JSON.stringify([kind, ...of]))
    .digest();
  return { kind, key, allowed };
}
