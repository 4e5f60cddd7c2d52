/** Loads one database's script into an empty database. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readScript, type ScriptPart } from './sql-script.ts';
import { moveTransactionIds } from './transaction-ids.ts';

/** Reads the script to its end, so that whatever is wrong with its source is seen. */
export async function loadDatabase(
  client: pg.Client,
  script: AsyncIterable<Buffer>,
): Promise<void> {
  const parts = readScript(script);
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'statement') await client.query(part.text);
    else if (part.kind === 'copy') await copy(client, part.text, parts);
    else if (part.kind === 'loaded') await moveTransactionIds(client);
  }
  await client.query('ANALYZE');
}

async function copy(
  client: pg.Client,
  statement: string,
  parts: AsyncGenerator<ScriptPart>,
): Promise<void> {
  async function* rows(): AsyncGenerator<Buffer> {
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
      if (next.value.kind !== 'rows') return;
      yield next.value.bytes;
    }
  }
  await pipeline(Readable.from(rows(), { objectMode: false }), client.query(copyFrom(statement)));
}
