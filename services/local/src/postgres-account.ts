/** Chooses the account that PostgreSQL runs under: it refuses root, which containers like to be. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  uid: number;
  gid: number;
  /** False when this process is an ordinary one: then everything runs as its own user. */
  change: boolean;
}

export interface Command {
  file: string;
  prefix: string[];
  identity: { uid?: number; gid?: number };
}

/** The owner of an existing cluster, else `postgres`, else `nobody`; the own user when not root. */
export async function chooseAccount(dataDir: string): Promise<Account> {
  const [uid, gid] = [process.getuid?.() ?? 1, process.getgid?.() ?? 1];
  if (uid !== 0) return { uid, gid, change: false };
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  if (owner !== undefined && owner.uid !== 0)
    return { uid: owner.uid, gid: owner.gid, change: true };
  const found = findAccount('postgres') ?? findAccount('nobody');
  if (found === undefined)
    throw new Error('PostgreSQL refuses root, and there is no user postgres or nobody');
  return { ...found, change: true };
}

function findAccount(name: string): { uid: number; gid: number } | undefined {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const fields = lines.map((line) => line.split(':')).find(([user]) => user === name);
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid >= 0 ? { uid, gid } : undefined;
}

/**
 * How to run `program` under the account. Where the account may not pass a folder above the program
 * (root's home is closed to others), setpriv from util-linux also grants it that one right.
 */
export function commandAs(account: Account, program: string, dataDir: string): Command {
  const { uid, gid, change } = account;
  if (!change) return { file: program, prefix: [], identity: {} };
  const closed = closedFolder(account, dirname(program)) ?? closedFolder(account, dirname(dataDir));
  if (closed === undefined) return { file: program, prefix: [], identity: { uid, gid } };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);
  if (setpriv === undefined) {
    throw new Error(
      `PostgreSQL cannot run as root, and user ${uid} may not enter ${closed}: run as another user, or from another folder`,
    );
  }
  const right = '+dac_override';
  // Without the bit, access(2), which initdb asks before it runs a program, leaves the right out.
  const rights = [
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${right}`,
    `--ambient-caps=${right}`,
  ];
  const prefix = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, '--', program];
  return { file: setpriv, prefix, identity: {} };
}

/** The first folder from the root down to `path` that the account may not pass. */
function closedFolder({ uid, gid }: Account, path: string): string | undefined {
  const above = dirname(path);
  const closed = above === path ? undefined : closedFolder({ uid, gid, change: true }, above);
  if (closed !== undefined) return closed;
  const { uid: owner, gid: group, mode } = statSync(path);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? path : undefined;
}
