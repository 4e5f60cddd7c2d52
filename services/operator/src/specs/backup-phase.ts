/** Pure: where a Backup stands, as fields and conditions of its status. */
import { z } from 'zod';
import type { NewCondition } from '../kube/conditions.ts';
import type { BackupSpec, BackupStatus } from '../resources/backup.ts';
import type { JobOutcome } from './job-outcome.ts';
import { bounded, present } from './wish.ts';

export type BackupFields = Omit<BackupStatus, 'conditions' | 'observedGeneration'>;

/** A part of the way: what is known then, and what is told of it. */
export interface Phase {
  fields: BackupFields;
  conditions: NewCondition[];
}

const dumped = z.object({
  storedBytes: z.int().min(0).optional(),
  databases: z.int().min(0).optional(),
  rows: z.int().min(0).optional(),
  seconds: z.number().min(0).optional(),
});

type Settled = Exclude<JobOutcome, { state: 'running' }>;

/** Of a dump that is on its way. */
export function dumping({ trouble }: { trouble?: string | undefined }): NewCondition[] {
  const reason = trouble === undefined ? 'Running' : 'Waiting';
  const message = bounded(trouble ?? 'It is being made.');
  return (['Completed', 'Ready'] as const).map((type) => ({
    ...{ type, status: 'False', reason, message },
  }));
}

/** Of a dump that has ended. */
export function dumpEnded(outcome: Settled, { verify }: BackupSpec): Phase {
  if (outcome.state === 'failed') {
    const { code: reason, at: failedAt } = outcome;
    const message = bounded(outcome.message || 'It failed without a word.');
    return {
      fields: { failedAt },
      conditions: [
        { type: 'Completed', status: 'False', reason, message },
        { type: 'Failed', status: 'True', reason, message },
        { type: 'Ready', status: 'False', reason, message },
      ],
    };
  }
  const { storedBytes, databases, rows, seconds } = dumped.parse(outcome.result);
  const size = storedBytes === undefined ? undefined : bytesText(storedBytes);
  const took = seconds === undefined ? undefined : secondsText(seconds);
  const fields = { completedAt: outcome.at, size, took, storedBytes, databases, rows };
  const done = { status: 'True', reason: 'Completed', message: 'It is in its storage.' } as const;
  return {
    fields: present(fields),
    conditions: [{ type: 'Completed', ...done }, ...(verify.enabled ? [] : unasked)],
  };
}

const unasked: readonly NewCondition[] = [
  { type: 'Verified', status: 'Unknown', reason: 'NotAsked', message: 'spec.verify is disabled.' },
  { type: 'Ready', status: 'True', reason: 'Completed', message: 'It is in its storage.' },
];

/** Of the first drill, while it is on its way; a later one changes nothing until it has ended. */
export function verifying({ trouble }: { trouble?: string | undefined }): NewCondition[] {
  const reason = trouble === undefined ? 'Verifying' : 'Waiting';
  const message = bounded(trouble ?? 'It is being restored into a scratch server.');
  return [
    { type: 'Verified', status: 'Unknown', reason, message },
    { type: 'Ready', status: 'False', reason, message },
  ];
}

/** Of a drill that has ended. */
export function drillEnded(outcome: Settled, drillRound: string): Phase {
  const { at } = outcome;
  if (outcome.state === 'failed') {
    const message = bounded(outcome.message || 'The drill failed without a word.');
    const unproven = { status: 'False', reason: outcome.code, message } as const;
    return { fields: { lastDrill: at, drillRound }, conditions: both(unproven) };
  }
  const message = 'It was restored, and everything adds up.';
  return {
    fields: { lastDrill: at, lastVerified: at, drillRound },
    conditions: both({ status: 'True', reason: 'Proven', message }),
  };
}

const both = (verdict: Omit<NewCondition, 'type'>): NewCondition[] => [
  { type: 'Verified', ...verdict },
  { type: 'Ready', ...verdict },
];

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

function bytesText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function secondsText(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m${Math.round(seconds % 60)}s`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}
