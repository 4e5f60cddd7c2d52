/** The options of `npm start`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { businessDate } from '@balcao/contracts/dates.ts';

export interface Options {
  /** Names of the services to start. */
  targets: string[];
  /** The port to listen on; the next free one is taken unless it was asked for. */
  port: number;
  isPortGiven: boolean;
  host: string;
  dataDir: string;
  isReset: boolean;
  /** Opens an empty shop with weeks of business behind it. */
  isDemo: boolean;
  /** How many days of it. */
  demoDays: number;
  /** Its last day; left out, yesterday. */
  demoUntil: string | undefined;
  /** One process per service instead of one for all. */
  hasProcesses: boolean;
  isHelp: boolean;
}

export const usage = `Runs the shop on this machine.

  npm start [-- options]

  --port N        the port to listen on (default 8080, or the next free one)
  --host ADDRESS  the address to listen on (default 127.0.0.1: this machine only)
  --data FOLDER   where everything is kept (default .data in this checkout)
  --reset         first deletes what that folder holds
  --demo          plays 60 days of business first, so that there is something to see; for
                  an empty shop, with all services in one process
  --days N        so many days in place of the demo's 60
  --until DATE    up to this day (YYYY-MM-DD) in place of yesterday: the same demo on any day
  --target A,B    only these services (auth,product,inventory,sales,payment,finance,
                  market-analyzer,notifier);
                  without auth, AUTH_URL says where it answers; what is meant for a
                  service that does not run waits for it
  --processes     one process per service; needs AMQP_URL
  --help          this text

Real servers in place of the embedded ones, by environment variables:
  DATABASE_URL    PostgreSQL, as a user that may create databases and roles
  AMQP_URL        RabbitMQ
  REDIS_URL       Redis or Valkey
The services' own settings (LOG_LEVEL, SCALE_LAYOUT, ORDER_PIX_TIMEOUT_MS, …) are passed on.`;

export class UsageError extends Error {}

/** Reads the command line. Throws UsageError, which says what to write instead. */
export function readOptions(args: string[], known: string[], defaultDataDir: string): Options {
  const { values } = parse(args);
  const targets = values.target?.split(',').map((name) => name.trim()) ?? known;
  for (const name of targets) {
    if (!known.includes(name))
      throw new UsageError(`--target: there is no service ${name}; use ${known.join(',')}`);
  }
  const port = Number(values.port ?? 8080);
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) {
    throw new UsageError(`--port: ${values.port} is not a port`);
  }
  if (!/^[1-9]\d{0,2}$/.test(values.days ?? '1')) {
    throw new UsageError(`--days: ${values.days} is not a number of days from 1 to 999`);
  }
  if (values.until !== undefined && !businessDate.safeParse(values.until).success) {
    throw new UsageError(`--until: ${values.until} is not a day such as 2026-11-20`);
  }
  return {
    targets,
    port,
    isPortGiven: values.port !== undefined,
    host: values.host ?? '127.0.0.1',
    dataDir: resolve(values.data ?? defaultDataDir),
    isReset: values.reset ?? false,
    isDemo: values.demo ?? false,
    demoDays: Number(values.days ?? 60),
    demoUntil: values.until,
    hasProcesses: values.processes ?? false,
    isHelp: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        target: { type: 'string' },
        reset: { type: 'boolean' },
        demo: { type: 'boolean' },
        days: { type: 'string' },
        until: { type: 'string' },
        processes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
