/** Passwords that a local run makes up at its first start and keeps in its data folder. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({ databasePassword: z.string(), webhookSecret: z.string() });
export type Secrets = z.infer<typeof secretsSchema>;

/** Reads the folder's secrets, or makes and stores them, readable by the owner only. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return secretsSchema.parse(JSON.parse(text));
  const secret = () => randomBytes(24).toString('base64url');
  const secrets = { databasePassword: secret(), webhookSecret: secret() };
  await writeFile(path, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
