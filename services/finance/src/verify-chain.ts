/** Holds the journal against its chain of hashes, and names the first row that differs. */
import type { ChainVerification } from '@balcao/contracts/api/finance.ts';
import type { Tx } from '@balcao/kit/db.ts';
import {
  countUnchained,
  findOutsider,
  readHead,
  readLinks,
  type StoredLink,
} from './chain-store.ts';
import { genesis, nextHash } from './ledger-chain.ts';

type Break = NonNullable<ChainVerification['firstBroken']>;

/** Reads the chain from its start, `size` links at a time. `transactionCount` is that of the same snapshot. */
export async function verifyChain(
  tx: Tx,
  { size, transactionCount }: { size: number; transactionCount: number },
): Promise<ChainVerification> {
  const head = (await readHead(tx)) ?? { seq: 0, hash: genesis };
  const waitingCount = await countUnchained(tx);
  const firstBroken =
    (await findBreak(tx, head, size)) ??
    (head.seq + waitingCount === transactionCount ? null : await findUnchained(tx));
  return { length: head.seq, head: head.hash.toString('hex'), waitingCount, firstBroken };
}

async function findBreak(
  tx: Tx,
  head: { seq: number; hash: Buffer },
  size: number,
): Promise<Break | null> {
  let seq = 0;
  let hash = genesis;
  for (let links = await readLinks(tx, seq, size); links.length > 0; ) {
    for (const link of links) {
      const fault = faultOf(link, seq + 1, hash);
      if (fault !== null) return fault;
      seq = link.seq;
      hash = link.hash;
    }
    links = await readLinks(tx, seq, size);
  }
  const isWhole = seq === head.seq && hash.equals(head.hash);
  return isWhole ? null : { seq: seq + 1, transactionId: null, fault: 'link_missing' };
}

function faultOf(link: StoredLink, seq: number, before: Buffer): Break | null {
  const { transaction_id: transactionId, digest } = link;
  if (link.seq !== seq) return { seq, transactionId: null, fault: 'link_missing' };
  if (digest === null) return { seq, transactionId, fault: 'transaction_missing' };
  return nextHash(before, digest).equals(link.hash)
    ? null
    : { seq, transactionId, fault: 'transaction_changed' };
}

async function findUnchained(tx: Tx): Promise<Break | null> {
  const transactionId = await findOutsider(tx);
  return transactionId === null ? null : { seq: null, transactionId, fault: 'never_chained' };
}
