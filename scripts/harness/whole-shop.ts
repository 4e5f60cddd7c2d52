/** The whole shop in this process, on a free port and a folder that goes away when it is closed. */
import { localServices } from '@balcao/local/services.ts';
import { openShop } from '@balcao/local/shop.ts';
import { makeDataDir, removeDataDir } from './shop-process.ts';

export interface WholeShop {
  url: string;
  close(): Promise<void>;
}

/** Opens all services but `without` with these settings, embedded unless they name real servers. */
export async function openWholeShop(
  env: Record<string, string> = {},
  without: string[] = [],
): Promise<WholeShop> {
  const dataDir = await makeDataDir();
  const shop = await openShop({
    targets: localServices.map(({ name }) => name).filter((name) => !without.includes(name)),
    port: 0,
    isPortGiven: true,
    host: '127.0.0.1',
    dataDir,
    isReset: false,
    hasProcesses: false,
    isHelp: false,
    env,
    progress: () => undefined,
  });
  return {
    url: shop.url,
    async close() {
      await shop.stop();
      await removeDataDir(dataDir);
    },
  };
}
