/** Sends a bank's statement, with how it is to be entered, and reads what became of its rows. */
import type { MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import {
  type StatementImportReport,
  statementImportReport,
} from '@balcao/contracts/api/finance-imports.ts';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';

export interface Wish {
  account: MoneyAccountCode;
  /** What tells a CSV from that of another bank; empty where there is one bank only. */
  bankAccount: string;
  entersReused: boolean;
}

/** One key for one file and one wish: sent again, it enters nothing twice. */
export interface Chosen {
  file: File;
  key: { 'Idempotency-Key': string };
}

interface Upload {
  file: File;
  wish: Wish;
  isDryRun: boolean;
  headers?: Record<string, string>;
}

/** Throws ApiProblem. The file goes as it is: what it is, is read from it and not from its name. */
export async function uploadStatement({
  file,
  wish,
  isDryRun,
  headers,
}: Upload): Promise<StatementImportReport> {
  const { account, entersReused } = wish;
  const bankAccount = wish.bankAccount.trim();
  const query = new URLSearchParams({
    account,
    dryRun: String(isDryRun),
    reusedIds: entersReused ? 'enter' : 'refuse',
    ...(bankAccount !== '' && { bankAccount }),
  });
  const path = `/api/v1/finance/imports?${query}`;
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      headers: { ...idempotencyKey(), ...headers, 'content-type': 'application/octet-stream' },
      body: await file.arrayBuffer(),
    }),
  );
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return statementImportReport.parse(json);
}
