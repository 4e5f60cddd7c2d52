/** `npm start`: the whole shop on this machine. */
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@balcao/kit/config.ts';
import { exitOnBug, signalled } from '@balcao/kit/signals.ts';
import { openDemoShop } from './demo/open-demo-shop.ts';
import { describeAccess } from './describe-access.ts';
import { readOptions, UsageError, usage } from './options.ts';
import { localServices } from './services.ts';
import { openShop } from './shop.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const startedAt = performance.now();
const defaultDataDir = fileURLToPath(new URL('../../../.data', import.meta.url));

try {
  const names = localServices.map(({ name }) => name);
  const options = readOptions(process.argv.slice(2), names, defaultDataDir);
  if (options.isHelp) {
    print(usage);
    process.exit(0);
  }
  exitOnBug(process, (error) => process.stderr.write(`${String(error)}\n`));
  const stopAsked = signalled(process);
  const opening = {
    ...options,
    env: process.env,
    progress: (line: string) => print(`  ${line}`),
  };
  const demoSize = { days: options.demoDays, until: options.demoUntil };
  const demo = options.isDemo ? await openDemoShop(opening, demoSize) : null;
  const shop = demo ?? (await openShop(opening));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { dataDir } = options;
  print(await describeAccess(shop.url, { dataDir, seconds, people: demo?.users ?? [] }));
  await stopAsked;
  print('  closing the shop');
  await shop.stop();
  process.exit(0);
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ConfigError;
  const text = error instanceof Error ? (isExpected ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
