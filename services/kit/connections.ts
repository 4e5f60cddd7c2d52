/**
 * Lends a pool's connections. While some are at work the server is there: a turn, or a connection that is slow to
 * open, is waited for with patience. Where none is, the server is away, and nobody waits.
 */
import type pg from 'pg';

export interface Loan {
  client: pg.PoolClient;
  /** Ends the loan; a connection that broke meanwhile, or may have, is closed. */
  giveBack(trouble?: unknown): void;
}

export interface Connections {
  /** Rejects when the server is away, or when no connection is had in time. */
  borrow(): Promise<Loan>;
  /** Opens some at once, so that the first requests find them. */
  warm(count: number): Promise<void>;
}

export interface ConnectionLimits {
  max: number;
  /** How long to wait while others have connections, in milliseconds. */
  patienceMs: number;
}

interface Waiter {
  begin(): void;
  fail(error: unknown): void;
}

export function createConnections(
  pool: pg.Pool,
  { max, patienceMs }: ConnectionLimits,
): Connections {
  const waiting = new Set<Waiter>();
  /** Who has a connection or tries to get one, and who has one. */
  let turns = 0;
  let lent = 0;

  function turn(deadline: number): Promise<void> {
    if (turns < max) {
      turns += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const tooLong = () => waiter.fail(new Error('timeout exceeded when trying to connect'));
      const timer = setTimeout(tooLong, deadline - performance.now());
      const leave = () => {
        clearTimeout(timer);
        waiting.delete(waiter);
      };
      const waiter: Waiter = {
        begin() {
          leave();
          resolve();
        },
        fail(error) {
          leave();
          reject(error);
        },
      };
      waiting.add(waiter);
    });
  }

  function endTurn(): void {
    const [next] = waiting;
    if (next === undefined) turns -= 1;
    else next.begin();
  }

  async function tryOnce(deadline: number): Promise<Loan | undefined> {
    await turn(deadline);
    try {
      const client = await pool.connect();
      lent += 1;
      return lend(client, () => {
        lent -= 1;
        endTurn();
      });
    } catch (error) {
      // Whoever waits would be told the same, one after the other and ever later.
      if (lent === 0) for (const waiter of waiting) waiter.fail(error);
      endTurn();
      const isSlow = lent > 0 && isTimeout(error) && performance.now() < deadline;
      if (!isSlow) throw error;
      return undefined;
    }
  }

  async function borrow(): Promise<Loan> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const loan = await tryOnce(deadline);
      if (loan !== undefined) return loan;
    }
  }

  return {
    borrow,
    async warm(count) {
      const loans = await Promise.allSettled(Array.from({ length: count }, borrow));
      for (const loan of loans) if (loan.status === 'fulfilled') loan.value.giveBack();
      const failed = loans.find((loan) => loan.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

/** As pg tells that a connection took too long to open; it gives it no code. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout/.test(error.message);
}

function lend(client: pg.PoolClient, onReturned: () => void): Loan {
  let lost: unknown;
  // Without a listener a connection that breaks would end the process.
  const onError = (error: Error) => {
    lost = error;
  };
  client.on('error', onError);
  return {
    client,
    giveBack(trouble = lost) {
      client.off('error', onError);
      client.release(trouble !== undefined);
      onReturned();
    },
  };
}
