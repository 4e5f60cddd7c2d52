/** Lends a pool's connections: a busy pool is waited for with patience, a server that is away is not. */
import type pg from 'pg';

export interface Loan {
  client: pg.PoolClient;
  /** Ends the loan; a connection that broke meanwhile, or may have, is closed. */
  giveBack(trouble?: unknown): void;
}

export interface Connections {
  /** Rejects when no connection can be opened, or when none becomes free in time. */
  borrow(): Promise<Loan>;
  /** Opens some at once, so that the first requests find them. */
  warm(count: number): Promise<void>;
}

export interface ConnectionLimits {
  max: number;
  /** How long to wait for others to give one back, in milliseconds. */
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
  let lent = 0;

  function turn(): Promise<void> {
    if (lent < max) {
      lent += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const tooLong = () => waiter.fail(new Error('timeout exceeded when trying to connect'));
      const timer = setTimeout(tooLong, patienceMs);
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
    if (next === undefined) lent -= 1;
    else next.begin();
  }

  async function borrow(): Promise<Loan> {
    await turn();
    try {
      return lend(await pool.connect(), endTurn);
    } catch (error) {
      // Whoever waits would be told the same, one after the other and ever later.
      for (const waiter of waiting) waiter.fail(error);
      endTurn();
      throw error;
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
