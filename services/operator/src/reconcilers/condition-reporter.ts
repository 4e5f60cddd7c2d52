/** Conditions and Events of Backups and their schedules: where an object stands, told to people once. */
import type { Clock } from '../kube/clock.ts';
import {
  type Condition,
  conditionsOf,
  type NewCondition,
  setCondition,
  transitions,
} from '../kube/conditions.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import { type KubeObject, keyOf } from '../kube/kube-object.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import { bounded } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';

export type Status = Record<string, unknown>;

export interface ConditionReporter {
  /** The status with these fields and conditions; conditions that are not named stay as they were. */
  report(object: KubeObject, next: readonly NewCondition[], fields: Status): Status;
  /** The status that tells of an error; what was known stays. */
  failed(object: KubeObject, error: unknown): Status;
  forget(key: string): void;
}

export interface ConditionReporterOptions {
  recorder: EventRecorder;
  clock: Clock;
  /** Conditions whose transitions are Events, each with whether it is a good one that is true. */
  told: Readonly<Record<string, boolean>>;
}

export function createConditionReporter(options: ConditionReporterOptions): ConditionReporter {
  const { recorder, clock, told: types } = options;
  /** The last that was told; a status that had to wait would be told of twice else. */
  const told = new Map<string, { uid: string | undefined; conditions: Condition[] }>();

  function report(object: KubeObject, next: readonly NewCondition[], fields: Status): Status {
    const { generation, uid } = object.metadata;
    const key = keyOf(object);
    const last = told.get(key);
    const isKnown = last !== undefined && last.uid === uid;
    const before = isKnown ? last.conditions : conditionsOf(object.status);
    const observation = { generation, at: clock.date() };
    // All of them are about what was looked at now.
    const conditions = [...before, ...next].reduce<Condition[]>(
      (all, one) => setCondition(all, pick(one), observation),
      before,
    );
    told.set(key, { uid, conditions });
    for (const news of transitions(before, conditions)) tell(object, news);
    return { ...fields, observedGeneration: generation, conditions };
  }

  function tell(object: KubeObject, { type, status, reason, message }: Condition): void {
    const isGood = types[type];
    if (isGood === undefined) return;
    const kind = (status === 'True') === isGood || isQuiet(reason) ? 'Normal' : 'Warning';
    const news = { type: kind, reason, action: 'Reconcile', note: message } as const;
    void recorder.record(object, news, new AbortController().signal);
  }

  return {
    report,
    failed(object, error) {
      const fault = { type: 'Ready', status: 'False', ...describe(error) } as const;
      return report(object, [fault], statusOf(object));
    },
    forget: (key) => void told.delete(key),
  };
}

const pick = ({ type, status, reason, message }: NewCondition): NewCondition => ({
  ...{ type, status, reason, message },
});

/** What is on its way is no trouble. */
const isQuiet = (reason: string): boolean => reason === 'Running' || reason === 'Verifying';

function statusOf({ status }: KubeObject): Status {
  return typeof status === 'object' && status !== null ? { ...status } : {};
}

function describe(error: unknown): { reason: string; message: string } {
  if (error instanceof TerminalError || error instanceof UnreadyError)
    return { reason: error.reason, message: bounded(error.message) };
  return { reason: 'Failed', message: 'It failed for a reason that the log of the operator has.' };
}
