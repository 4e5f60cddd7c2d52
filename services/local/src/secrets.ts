/** Passwords that a local run makes up at its first start and keeps in its data folder. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  databasePassword: z.string(),
  webhookSecret: z.string(),
  notifierKey: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Reads the folder's secrets; makes and stores those that it does not have, readable by the owner only. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const known = secretsSchema.partial().parse(JSON.parse(text));
  const secret = () => randomBytes(24).toString('base64url');
  const secrets = {
    databasePassword: known.databasePassword ?? secret(),
    webhookSecret: known.webhookSecret ?? secret(),
    notifierKey: known.notifierKey ?? secret(),
  };
  const isComplete = Object.keys(known).length === Object.keys(secrets).length;
  if (!isComplete) await writeFile(path, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
