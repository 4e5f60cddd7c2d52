/** Restores: each is taken on by a look at a time, one in a namespace, and left alone when it has ended. */
import type { Clock } from '../kube/clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import { conditionsOf, setCondition } from '../kube/conditions.ts';
import type { Outcome, Reconcile } from '../kube/controller.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import { isDeleting } from '../kube/finalizers.ts';
import { type KubeObject, keyOf } from '../kube/kube-object.ts';
import type { ReadStore } from '../kube/store.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import { type RestoreStatus, restoreSpec, restoreStatus } from '../resources/restore.ts';
import { bounded, present } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import type { ProgramJobs } from './program-jobs.ts';
import { findRestorePlan } from './restore-plan.ts';
import { type Step, takeStep } from './restore-steps.ts';

export interface RestoreDeps {
  cluster: Cluster;
  /** The cache of Restores. */
  store: Pick<ReadStore, 'list'>;
  recorder: EventRecorder;
  clock: Clock;
  jobs: ProgramJobs;
}

/** Jobs and pods are looked at so often while it is underway. */
const lookAgainMs = 3_000;

export interface RestoreReconciler {
  reconcile: Reconcile;
  describeError(object: KubeObject, error: unknown): Outcome['status'];
}

export function createRestoreReconciler(deps: RestoreDeps): RestoreReconciler {
  const { cluster, store, recorder, clock, jobs } = deps;

  /** The status after a step, and an Event where that is another phase. */
  function report(object: KubeObject, step: Step): Record<string, unknown> {
    const before = readStatus(object);
    if (before.phase !== step.phase) tell(object, step);
    const at = clock
      .date()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    return present({
      ...before,
      phase: step.phase,
      backupId: step.backupId ?? before.backupId,
      startedAt: before.startedAt ?? at,
      completedAt: step.phase === 'Completed' ? at : undefined,
      failedAt: step.phase === 'Failed' ? at : undefined,
      observedGeneration: object.metadata.generation,
      conditions: conditions(object, {
        status: step.phase === 'Completed' ? 'True' : 'False',
        reason: step.code === undefined ? step.phase : camelCase(step.code),
        message: bounded(step.message),
      }),
    });
  }

  function conditions(
    object: KubeObject,
    ready: { status: 'True' | 'False'; reason: string; message: string },
  ) {
    const { generation } = object.metadata;
    const observation = { generation, at: clock.date() };
    return setCondition(conditionsOf(object.status), { type: 'Ready', ...ready }, observation);
  }

  function tell(object: KubeObject, { phase, code, message }: Step): void {
    const type = phase === 'Failed' ? 'Warning' : 'Normal';
    const reason = code === undefined ? phase : camelCase(code);
    const news = { type, reason, action: 'Restore', note: message } as const;
    void recorder.record(object, news, new AbortController().signal);
  }

  return {
    async reconcile({ object, signal }) {
      // Its Jobs go with it; a shop that it has stopped stays stopped, for nobody knows what is in its databases.
      if (object === undefined || isDeleting(object) || hasEnded(object)) return undefined;
      const parsed = restoreSpec.safeParse(object.spec);
      if (!parsed.success) throw new TerminalError('Invalid', bounded(parsed.error.message));
      requireAlone(store.list(object.metadata.namespace), object);
      const spec = parsed.data;
      const { backupId: knownId, startedAt } = readStatus(object);
      const isBegun = startedAt !== undefined;
      const plan = await findRestorePlan(cluster, object, { spec, isBegun, signal });
      const task = { object, spec, plan, knownId, isBegun };
      const step = await takeStep({ cluster, jobs }, task, signal);
      const isOver = step.phase === 'Completed' || step.phase === 'Failed';
      return {
        status: report(object, step),
        requeueAfterMs: isOver ? undefined : lookAgainMs,
      };
    },
    describeError(object, error) {
      const isKnown = error instanceof TerminalError || error instanceof UnreadyError;
      const ready = isKnown
        ? { reason: error.reason, message: bounded(error.message) }
        : {
            reason: 'Retrying',
            message: 'The cluster did not answer as expected; it is tried again.',
          };
      return present({
        ...readStatus(object),
        observedGeneration: object.metadata.generation,
        conditions: conditions(object, { status: 'False', ...ready }),
      });
    },
  };
}

/**
 * Two at once would start the shop under each other's hands: the one that began first goes first. One that has not begun
 * is in nobody's way: it may wait for ever, for a Backup that nobody makes. Of two that begin in the same moment, before
 * either has a status, one gives way at its next look, while both do no more than check.
 */
function requireAlone(all: readonly KubeObject[], object: KubeObject): void {
  const placeOf = (restore: KubeObject) => {
    const { creationTimestamp, name } = restore.metadata;
    return `${readStatus(restore).startedAt ?? 'z'} ${creationTimestamp ?? ''} ${name}`;
  };
  const first = all.find(
    (other) =>
      keyOf(other) !== keyOf(object) &&
      readStatus(other).startedAt !== undefined &&
      !hasEnded(other) &&
      placeOf(other) < placeOf(object),
  );
  if (first !== undefined)
    throw new UnreadyError('AnotherRestore', `The Restore ${first.metadata.name} is not over yet.`);
}

function hasEnded(object: KubeObject): boolean {
  const { phase } = readStatus(object);
  return phase === 'Completed' || phase === 'Failed';
}

/** What cannot be read says nothing: where it stands is seen in the cluster. */
function readStatus({ status }: KubeObject): RestoreStatus {
  return restoreStatus.safeParse(status).data ?? {};
}

const camelCase = (code: string): string =>
  code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
