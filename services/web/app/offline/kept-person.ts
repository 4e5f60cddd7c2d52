/** Who works at this device and how the shop is set up, so that the till opens without a network. */
import type { User } from '@balcao/contracts/api/users.ts';
import { session } from '../session/session.ts';
import { type ShopSettings, shopSettings } from '../shell/shop-settings.ts';
import { offlineDatabase } from './database.ts';

const key = 'last';

/** Undefined where nobody was logged in last, and where the browser keeps nothing. */
export async function readKeptPerson(): Promise<User | undefined> {
  return (await offlineDatabase()).get('person', key);
}

export async function readKeptSettings(): Promise<ShopSettings | undefined> {
  return (await offlineDatabase()).get('settings', key);
}

/** From now on the device knows who is logged in; who logs out is forgotten. */
export function keepPerson(): void {
  const keep = async () => {
    const { status, user } = session.get();
    const database = await offlineDatabase();
    if (status === 'signed-in') await database.put('person', user, key);
    if (status === 'signed-out') await database.delete('person', key);
  };
  const keepOrLeave = () => void keep().catch(() => undefined);
  session.subscribe(keepOrLeave);
  keepOrLeave();
}

export async function keepSettings(): Promise<void> {
  await (await offlineDatabase()).put('settings', shopSettings.get(), key);
}
