/** What every image of ours promises, read from what `docker image inspect` says of it. */
import { z } from 'zod';

const maxBytes = 250_000_000;
/** 27 MB of the operator's are client-node, which has the client of every API of Kubernetes. */
const larger: Record<string, number> = { 'balcao operator': 275_000_000 };
const labels = ['title', 'version', 'revision', 'source', 'licenses'];

export const inspection = z.object({
  Size: z.int(),
  Config: z.object({
    User: z.string(),
    StopSignal: z.string().optional(),
    Entrypoint: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
});
export type Inspection = z.infer<typeof inspection>;

/** Each promise that the image breaks, for a person to read; none for a good one. */
export function imageFaults({ Size, Config }: Inspection): string[] {
  const { User, StopSignal, Entrypoint, Labels } = Config;
  const missing = labels.filter((label) => !Labels[`org.opencontainers.image.${label}`]);
  const most = larger[Labels['org.opencontainers.image.title'] ?? ''] ?? maxBytes;
  return [
    ...(Size > most ? [`${megabytes(Size)} are more than ${megabytes(most)}`] : []),
    ...(/^[1-9]\d*:[1-9]\d*$/.test(User)
      ? []
      : [`runs as ${User || 'root'}, not as a number above 0`]),
    ...(StopSignal === 'SIGTERM' ? [] : ['is not stopped by SIGTERM']),
    ...(Entrypoint[0] === 'node' ? [] : ['is not started by node itself, which takes the signal']),
    ...(missing.length === 0 ? [] : [`has no label ${missing.join(', ')}`]),
  ];
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
