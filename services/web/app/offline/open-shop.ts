/** How the app begins: as the shop says, or, where it does not answer at once, as this device knows it. */
import { renewSession, session } from '../session/session.ts';
import { loadShopSettings, shopSettings } from '../shell/shop-settings.ts';
import { catalogueLoaded } from './catalogue.ts';
import { keepPerson, keepSettings, readKeptPerson, readKeptSettings } from './kept-person.ts';

/** Somebody who was here before does not wait longer for the shop: the till opens, and the answer comes later. */
const patienceMs = 2_000;

/** Resolves when there is something to show. */
export async function openShop(): Promise<void> {
  void catalogueLoaded();
  const answered = Promise.allSettled([loadShopSettings(), renewSession()]);
  const [person, settings] = await Promise.all([
    readKeptPerson().catch(() => undefined),
    readKeptSettings().catch(() => undefined),
  ]);
  if (settings !== undefined && shopSettings.get().version === '') shopSettings.set(settings);
  await (person === undefined ? answered : Promise.race([answered, pause(patienceMs)]));
  if (session.get().status === 'unknown' && person !== undefined) {
    session.set({ status: 'unconfirmed', user: person });
  }
  void answered.then(keepSettings).catch(() => undefined);
  keepPerson();
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
