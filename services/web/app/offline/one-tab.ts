/** One tab of this device at a time does something: by the browser's locks, else by a lease in the database. */
import { v7 as uuid } from 'uuid';
import { offlineDatabase } from './database.ts';

/** A tab that died holds its lease for so long; longer than one request takes. */
const leaseMs = 30_000;
const self = uuid();

/** Whether it was this tab's turn; `work` renews a lease by `stay` before each of its steps. */
export async function inOneTab(
  name: string,
  work: (stay: () => Promise<boolean>) => Promise<void>,
): Promise<boolean> {
  // Plain http: no secure context, no locks.
  if (navigator.locks === undefined) return byLease(name, work);
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work(async () => true);
    return true;
  });
}

async function byLease(
  name: string,
  work: (stay: () => Promise<boolean>) => Promise<void>,
): Promise<boolean> {
  if (!(await takeLease(name))) return false;
  try {
    await work(() => takeLease(name));
  } finally {
    await giveUpLease(name);
  }
  return true;
}

async function takeLease(name: string): Promise<boolean> {
  const tx = (await offlineDatabase()).transaction('leases', 'readwrite');
  const held = await tx.store.get(name);
  const isFree = held === undefined || held.owner === self || held.untilMs < Date.now();
  if (isFree) await tx.store.put({ owner: self, untilMs: Date.now() + leaseMs }, name);
  await tx.done;
  return isFree;
}

async function giveUpLease(name: string): Promise<void> {
  const tx = (await offlineDatabase()).transaction('leases', 'readwrite');
  const held = await tx.store.get(name);
  if (held?.owner === self) await tx.store.delete(name);
  await tx.done;
}
