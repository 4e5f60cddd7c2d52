/** Makes the service have what is declared: creates, adopts, corrects what has drifted; safe to do twice. */
import { TerminalError } from '../kube/terminal-error.ts';
import type { RemoteObject } from '../remote-list.ts';
import { hasCode, isInvalid } from '../shop-error.ts';
import type { Shop } from '../shops.ts';
import type { Declared } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import type { ManagedKind, SharedSpec } from './managed-kind.ts';

interface Task<Spec extends SharedSpec, Wish, Remote extends RemoteObject> {
  kind: ManagedKind<Spec, Wish, Remote>;
  shop: Shop;
  declared: Declared<Spec>;
  wish: Wish;
}

/** Two corrections: one for what the service has changed since the list was read, one for a race with somebody. */
const maxCorrections = 3;

/** Answers what the service then has. */
export async function bringAbout<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  task: Task<Spec, Wish, Remote>,
  signal: AbortSignal,
): Promise<Remote> {
  const { kind, shop, declared } = task;
  const list = kind.list(shop);
  try {
    let remote = (await find(task, signal)) ?? (await make(task, signal));
    for (let tries = 0; !kind.isAsWished(remote, task.wish) && tries < maxCorrections; tries += 1) {
      refuseOthers(remote, declared);
      remote = await correct(task, remote, signal);
    }
    list.put(remote);
    return remote;
  } catch (error) {
    if (isInvalid(error)) throw new TerminalError('Invalid', messageOf(error), { cause: error });
    throw error;
  }
}

/**
 * By its id; else by its mark, under the id that it has. An object that was made anew has another uid than the one that
 * the shop still has it by: after a namespace was restored with its databases, or a clean-up was skipped.
 */
async function find<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  { kind, shop, declared }: Task<Spec, Wish, Remote>,
  signal: AbortSignal,
): Promise<Remote | undefined> {
  const { id, spec, managedBy } = declared;
  const list = kind.list(shop);
  const found = await list.get(id, signal);
  if (found !== undefined || spec.adoptId !== undefined) return found;
  const [marked] = await list.markedAs(managedBy, signal);
  return marked;
}

async function make<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  { kind, shop, declared, wish }: Task<Spec, Wish, Remote>,
  signal: AbortSignal,
): Promise<Remote> {
  const { id, spec } = declared;
  if (spec.adoptId !== undefined) {
    const found = await kind.read(shop, id, signal);
    if (found !== undefined) return found;
    throw new UnreadyError('NothingToAdopt', `The shop has none with the id ${id}.`);
  }
  try {
    return await kind.create(shop, { id, wish }, signal);
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
    // Made by an attempt whose answer was lost.
    const found = await kind.read(shop, id, signal);
    if (found === undefined) throw error;
    return found;
  }
}

async function correct<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  task: Task<Spec, Wish, Remote>,
  remote: Remote,
  signal: AbortSignal,
): Promise<Remote> {
  const { kind, shop, wish } = task;
  try {
    return await kind.update(shop, { remote, wish }, signal);
  } catch (error) {
    if (hasCode(error, 'not_found')) {
      const list = kind.list(shop);
      list.drop(remote.id);
      await list.refresh(signal);
      return (await find(task, signal)) ?? make(task, signal);
    }
    if (!hasCode(error, 'version_mismatch')) throw error;
    const now = await kind.read(shop, remote.id, signal);
    return now ?? make(task, signal);
  }
}

/** A machine may change what another object manages; two that correct each other would never end. */
function refuseOthers({ managedBy }: RemoteObject, declared: Declared<SharedSpec>): void {
  if (managedBy === null || managedBy === declared.managedBy) return;
  throw new TerminalError('ManagedElsewhere', `It is managed by ${managedBy}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
