/** Web: the files of the user interface, and what the browser has to know of the shop. */
import { type PageDeps, runPageService } from '@balcao/kit/page-service.ts';
import type { RunningService } from '@balcao/kit/service.ts';
import manifest from '../package.json' with { type: 'json' };
import type { WebConfig } from './config.ts';
import { createPages } from './pages.ts';
import { readAssets } from './read-assets.ts';

export { settings } from './config.ts';
export { NotBuilt } from './read-assets.ts';

const built = new URL('../dist/', import.meta.url);

/** `folder`: what was built, where it is not the usual. Throws NotBuilt when it holds no `index.html`. */
export async function start(
  config: WebConfig,
  deps: PageDeps & { folder?: URL },
): Promise<RunningService> {
  const { shopName, timeZone, scaleLayout, locale } = config;
  const { version } = manifest;
  const shop = { shopName, timeZone, scaleLayout, locale, version };
  const assets = await readAssets(deps.folder ?? built);
  return runPageService({ name: 'web', config, deps, pages: createPages(assets, shop) });
}
