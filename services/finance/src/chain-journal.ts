/** Adds what was posted to the chain of hashes: in the background, since a chain takes one writer and sales do not wait. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { countUnchained, type Link, lockHead, sendLinks, takeUnchained } from './chain-store.ts';
import { nextHash } from './ledger-chain.ts';

const batchSize = 1000;

/** Chains what waits, at most a thousand transactions; answers how many. 0 also while another replica does it. */
export function chainSome(db: Database): Promise<number> {
  // What a power failure takes away waits again: its note was taken away by the same transaction.
  return db.transaction(
    async (tx) => {
      const head = await lockHead(tx);
      if (head === undefined) return 0;
      const taken = await takeUnchained(tx, batchSize);
      if (taken.length === 0) return 0;
      const links: Link[] = [];
      for (const { transaction_id: transactionId, digest } of taken) {
        head.seq += 1;
        head.hash = nextHash(head.hash, digest);
        links.push({ seq: head.seq, transactionId, hash: head.hash });
      }
      sendLinks(tx, links, head);
      return links.length;
    },
    { isRepeatable: true },
  );
}

interface ChainJobDeps {
  db: Database;
  everyMs: number;
  /** How many transactions wait. */
  waiting: { set(value: number): void };
}

export function chainJob({ db, everyMs, waiting }: ChainJobDeps): Job {
  return {
    name: 'chain the journal',
    everyMs,
    async run() {
      // Measured in each round, so that one that never catches up, or fails, shows how far it is behind.
      let chained: number;
      do {
        waiting.set(await countUnchained(db));
        chained = await chainSome(db);
      } while (chained === batchSize);
      if (chained > 0) waiting.set(await countUnchained(db));
    },
  };
}
