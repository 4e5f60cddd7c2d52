/**
 * The proofs that a restored shop has to pass, made anew from its rows: the ledger balances, its sums and its chain of
 * hashes hold, and stock is the sum of its movements. They ask the same as `GET /finance/ledger/verify` and
 * `GET /inventory/stock/verify`, by code of their own: services never import each other, and whoever checks should not
 * be the one who is checked.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { findFaults, type Link, readHead, readLinks } from './proof-store.ts';

const linksAtOnce = 2_000;

/** What is wrong with finance's database, in sentences; empty when nothing is. */
export async function proveLedger(client: pg.Client): Promise<string[]> {
  const faults = await findFaults(client, ['unbalanced', 'differingDays', 'unchained']);
  const broken = await findBreak(client);
  return broken === null ? faults : [...faults, broken];
}

/** What is wrong with inventory's database. */
export function proveStock(client: pg.Client): Promise<string[]> {
  return findFaults(client, ['stockLevels', 'lots']);
}

/** The first link of the chain that does not follow from the one before: `SHA-256(hash before, digest of the posting)`. */
async function findBreak(client: pg.Client): Promise<string | null> {
  const head = await readHead(client);
  let seq = 0;
  let hash: Buffer = createHash('sha256').digest();
  for (let links = await readLinks(client, seq, linksAtOnce); links.length > 0; ) {
    for (const link of links) {
      if (!follows(link, seq, hash))
        return `ledger: link ${seq + 1} of the chain is not that of its transaction`;
      seq = link.seq;
      hash = link.hash;
    }
    links = await readLinks(client, seq, linksAtOnce);
  }
  const isWhole = head !== undefined && head.seq === seq && head.hash.equals(hash);
  return isWhole ? null : `ledger: the chain ends at link ${seq}, which is not its head`;
}

function follows(link: Link, seq: number, before: Buffer): boolean {
  if (link.seq !== seq + 1 || link.digest === null) return false;
  return createHash('sha256').update(before).update(link.digest).digest().equals(link.hash);
}
