/** A service's own database in a shop that a test has started: for what no API can bring about. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';

/** `dataDir` is the shop's; its embedded server tells its port and its password there. */
export async function openDatabase(dataDir: string, service: string): Promise<Database> {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const [, , , port] = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split(
    '\n',
  );
  return createDatabase({
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/balcao_${service}`,
    applicationName: 'test',
    maxConnections: 1,
    statementTimeoutMs: 10_000,
    log: createLogger({ level: 'silent' }),
  });
}
