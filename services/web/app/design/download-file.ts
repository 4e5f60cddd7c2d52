/** Hands a file to the person: one that was made here, or one that the API answers. */
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';

export function downloadFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** `path` with its query, such as `/api/v1/finance/reports/cash-flow.csv?from=…`. Throws ApiProblem. */
export async function downloadAnswer(name: string, path: string): Promise<void> {
  const response = await send(new Request(new URL(path, location.origin)));
  if (!response.ok) throw problemOf(await response.json().catch(() => undefined), response);
  downloadFile(name, await response.blob());
}
