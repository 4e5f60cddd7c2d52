/** Sends a spreadsheet: to look at what it would do, or to do it. */
import { type ImportReport, importReport } from '@balcao/contracts/api/product-import.ts';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';

const keys = new WeakMap<File, Record<string, string>>();

/** One file is imported once, however often the button is pressed. */
function keyOf(file: File): Record<string, string> {
  const key = keys.get(file) ?? idempotencyKey();
  keys.set(file, key);
  return key;
}

/** Throws ApiProblem. */
export async function sendImport(
  file: File,
  { isDryRun }: { isDryRun: boolean },
): Promise<ImportReport> {
  const headers = { 'content-type': 'text/csv', ...(isDryRun ? {} : keyOf(file)) };
  const address = new URL(`/api/v1/products/import?dryRun=${isDryRun}`, location.origin);
  const response = await send(new Request(address, { method: 'POST', headers, body: file }));
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return importReport.parse(json);
}
