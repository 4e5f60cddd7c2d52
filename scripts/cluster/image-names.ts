/** Which images there are: one for each package of services/ that can be started, but for the local run. */
import { existsSync, readdirSync } from 'node:fs';

const services = new URL('../../services/', import.meta.url);

/** Names of services, sorted. */
export function imageNames(): string[] {
  return readdirSync(services)
    .filter((name) => name !== 'local' && existsSync(new URL(`${name}/src/main.ts`, services)))
    .sort();
}
