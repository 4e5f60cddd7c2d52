/** PostgreSQL: a pool with time-outs, prepared statements by default, and `transaction()`. */
import pg from 'pg';
import { createConnections } from './connections.ts';
import { isRetryable, toProblem } from './db-errors.ts';
import type { Logger } from './log.ts';

/** What a store needs to read and write: rows in, rows out. The row type is the store's promise about its SQL. */
export interface Queryable {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<Row[]>;
}

/**
 * An open transaction. Statements travel in the order in which they are given; those given without
 * awaiting one another travel together, which costs a fraction of one round trip each.
 */
export interface Tx extends Queryable {
  /** Sends a statement whose rows nobody needs, together with the next ones; a failure fails the transaction. */
  send(text: string, values?: unknown[]): void;
  /** Called right before the commit, to send the last statements. */
  beforeCommit(action: () => void): void;
  /** Runs after the commit and never when it fails; whoever waits for the transaction waits for its promise too. */
  afterCommit(action: () => unknown): void;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction; deadlocks and serialisation failures are tried again. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Resolves when the server answers; rejects with a Problem within two seconds otherwise. */
  ping(): Promise<void>;
  /** Opens `minConnections`, so that the first requests find them. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface TransactionOptions {
  /** The commit may be lost in a power failure: only where repeating the work is harmless. */
  isRepeatable?: boolean;
}

export interface DatabaseOptions {
  url: string;
  applicationName: string;
  maxConnections: number;
  /** How many stay open when nobody uses them; default: none. */
  minConnections?: number;
  statementTimeoutMs: number;
  log: Logger;
}

interface Committed<T> {
  value: T;
  after: (() => unknown)[];
}

const attempts = 4;
/** Less than a proxy waits for an answer. */
const maxPatienceMs = 5_000;
const begin = 'BEGIN';
const beginRepeatable = 'BEGIN; SET LOCAL synchronous_commit = off';

/** bigint (int8) as a number: every amount of ours is bounded far below 2^53, and anything above raises. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is not a safe integer`);
  return value;
}

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: parseBigint,
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
};

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format),
};

export function createDatabase(options: DatabaseOptions): Database {
  const minConnections = Math.min(options.minConnections ?? 0, options.maxConnections);
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    min: minConnections,
    connectionTimeoutMillis: 1_800,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: 60_000,
    pipeline: true,
    types,
  });
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle connection was lost'));
  const connections = createConnections(pool, {
    max: options.maxConnections,
    patienceMs: Math.min(options.statementTimeoutMs, maxPatienceMs),
  });
  const prepare = createStatementNames();

  async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      const { client, giveBack } = await connections.borrow();
      try {
        const result = await client.query<Row>({ name: prepare(text), text, values });
        giveBack();
        return result.rows;
      } catch (error) {
        giveBack(error);
        throw error;
      }
    } catch (error) {
      throw toProblem(error);
    }
  }

  async function once<T>(work: (tx: Tx) => Promise<T>, beginText: string): Promise<Committed<T>> {
    const { client, giveBack } = await connections.borrow();
    let trouble: unknown;
    try {
      return await within(client, work, beginText);
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => {
        trouble = cause;
      });
      throw error;
    } finally {
      giveBack(trouble);
    }
  }

  /** BEGIN travels with the first statement, COMMIT with the last ones. */
  async function within<T>(
    client: pg.PoolClient,
    work: (tx: Tx) => Promise<T>,
    beginText: string,
  ): Promise<Committed<T>> {
    const before: (() => void)[] = [];
    const after: Committed<T>['after'] = [];
    const sent: Promise<unknown>[] = [];
    const together = createCork(client);
    const send = (statement: string | pg.QueryConfig) => {
      together();
      const result = client.query(statement);
      // Reported at the commit; until then nobody may be listening.
      result.catch(() => undefined);
      sent.push(result);
    };
    send(beginText);
    const value = await work({
      async query<Row extends object>(text: string, values: unknown[] = []) {
        together();
        const result = await client.query<Row>({ name: prepare(text), text, values });
        return result.rows;
      },
      send: (text, values = []) => send({ name: prepare(text), text, values }),
      beforeCommit: (action) => before.push(action),
      afterCommit: (action) => after.push(action),
    });
    for (const action of before) action();
    together();
    const committing = client.query('COMMIT');
    committing.catch(() => undefined);
    await Promise.all(sent);
    // PostgreSQL answers COMMIT with ROLLBACK when a statement had failed and its error was swallowed.
    const { command } = await committing;
    if (command !== 'COMMIT') throw new Error('the transaction had already failed');
    return { value, after };
  }

  async function commit<T>(work: (tx: Tx) => Promise<T>, beginText: string): Promise<Committed<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(work, beginText);
      } catch (error) {
        if (attempt < attempts && isRetryable(error)) continue;
        throw toProblem(error);
      }
    }
  }

  return {
    query,
    async transaction(work, { isRepeatable = false } = {}) {
      const { value, after } = await commit(work, isRepeatable ? beginRepeatable : begin);
      // The connection is free again by now, however long these take.
      await Promise.all(after.map((action) => action()));
      return value;
    },
    async ping() {
      await query('SELECT 1');
    },
    async warm() {
      try {
        await connections.warm(minConnections);
      } catch (error) {
        throw toProblem(error);
      }
    },
    close: () => pool.end(),
  };
}

/**
 * Holds back what a connection writes until the current step of the event loop is over, so that all
 * statements given in it leave in one packet; pg alone would write each with a system call of its own.
 */
function createCork(client: pg.PoolClient): () => void {
  const { stream } = client.connection;
  let isCorked = false;
  return () => {
    if (isCorked) return;
    isCorked = true;
    stream.cork();
    process.nextTick(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}

/** Names each distinct SQL text, so that the server parses and plans it once per connection. */
function createStatementNames(): (text: string) => string {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = `s${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}
