/** Puts the user interface into the front, as it was built. */
import { type Environment, readConfig } from '@balcao/kit/config.ts';
import type { Lifecycle } from '@balcao/kit/lifecycle.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { NotBuilt, settings, start } from '@balcao/web';
import type { Front } from './front.ts';

interface Serving {
  env: Environment;
  log: Logger;
  lifecycle: Lifecycle;
  progress: (line: string) => void;
}

/** Without one that was built the shop opens all the same, with its API alone: it says so. */
export async function serveUi(
  front: Front,
  { env, log, lifecycle, progress }: Serving,
): Promise<void> {
  try {
    const web = await start(readConfig(settings, env), { log, isListening: false });
    await lifecycle.start({ name: web.name, stop: web.stop });
    front.serveUi(web.handler);
  } catch (error) {
    if (!(error instanceof NotBuilt)) throw error;
    progress(error.message);
  }
}
