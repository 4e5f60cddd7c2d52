/** A short-named folder for PostgreSQL's Unix socket: the path of a socket has a length limit of about 100. */
import { chown, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from './guard.ts';
import type { Account } from './postgres-account.ts';

/** Makes the folder, closed to others; null where there are no Unix sockets. `wanted` makes one again under its name. */
export async function makeSocketFolder(account: Account, wanted?: string): Promise<string | null> {
  if (process.platform === 'win32') return null;
  const folder = wanted ?? (await mkdtemp(join(tmpdir(), 'balcao-')));
  if (wanted !== undefined) await mkdir(wanted, { mode: 0o700 });
  else removeAtEnd(folder);
  if (account.change) await chown(folder, account.uid, account.gid);
  return folder;
}
