/** What the device keeps of what is being typed. */
import type { Page } from 'playwright-core';

/** The drafts of one form, as text. */
export const readDrafts = (page: Page, form: 'deliveries' | 'breakdowns'): Promise<string> =>
  page.evaluate(
    (name) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open(`balcao-${name}`);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(reading.result));
          };
        };
      }),
    form,
  );
