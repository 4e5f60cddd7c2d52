/** The note beside a backup that a drill has proven it. */
import { z } from 'zod';
import type { Storage } from './storage.ts';

const schema = z.object({ verifiedAt: z.iso.datetime() });

const verdictName = (id: string) => `${id}/verified.json`;

export async function writeVerdict(storage: Storage, id: string, at: Date): Promise<void> {
  const text = JSON.stringify(schema.parse({ verifiedAt: at.toISOString() }));
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${text}\n`);
  }
  await storage.write(verdictName(id), content());
}

export async function isVerified(storage: Storage, id: string): Promise<boolean> {
  return (await storage.size(verdictName(id))) !== null;
}

/** A drill that failed takes back what an earlier one had said. */
export async function removeVerdict(storage: Storage, id: string): Promise<void> {
  await storage.removeFile(verdictName(id));
}
