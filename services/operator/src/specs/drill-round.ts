/** Pure: which drill of a Backup is wanted now. A round that has ended is not done again, whoever asks. */
import { createHash } from 'node:crypto';
import type { KubeObject } from '../kube/kube-object.ts';
import type { BackupSpec } from '../resources/backup.ts';

/** Any new value of it asks for another drill. */
const verifyAnnotation = 'balcao.dev/verify';

const dayMs = 86_400_000;

export interface Round {
  name: string;
  /** When the next one is wanted; undefined: when somebody asks. */
  nextInMs?: number | undefined;
}

/** @param completedAt of the dump: rounds are counted from then, so that none is lost or doubled by a restart */
export function drillRound(
  { metadata: { annotations } }: KubeObject,
  { verify: { everyDays } }: BackupSpec,
  { completedAt, now }: { completedAt: string; now: Date },
): Round {
  const asked = annotations?.[verifyAnnotation];
  const word =
    asked === undefined ? '' : createHash('sha256').update(asked).digest('hex').slice(0, 8);
  if (everyDays === 0) return { name: `0${word}` };
  const everyMs = everyDays * dayMs;
  const sinceMs = Math.max(0, now.getTime() - Date.parse(completedAt));
  const n = Math.floor(sinceMs / everyMs);
  return { name: `${n}${word}`, nextInMs: (n + 1) * everyMs - sinceMs };
}
