/** Conditions and Events: where an object stands, told to people. */
import {
  type Condition,
  conditionsOf,
  type NewCondition,
  setCondition,
  transitions,
} from '../kube/conditions.ts';
import { type KubeObject, keyOf } from '../kube/kube-object.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import { ShopError } from '../shop-error.ts';
import { bounded, type Health } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import type { ReconcilerDeps } from './managed-kind.ts';

export type Status = Record<string, unknown>;

export interface Reporter {
  /** The status of what is in the service as declared. */
  done(object: KubeObject, health: Health, fields: Status): Status;
  /** The status of what is not; what was known of it stays. */
  failed(object: KubeObject, error: unknown): Status;
  forget(key: string): void;
}

const synced: NewCondition = {
  type: 'Synced',
  status: 'True',
  reason: 'Synced',
  message: 'The shop has it as declared.',
};

export function createReporter({
  recorder,
  clock,
}: Pick<ReconcilerDeps, 'recorder' | 'clock'>): Reporter {
  /** The last that was told; a status that had to wait would be told of twice else. */
  const told = new Map<string, { uid: string | undefined; conditions: Condition[] }>();

  function report(object: KubeObject, next: NewCondition[], fields: Status): Status {
    const key = keyOf(object);
    const last = told.get(key);
    const isKnown = last !== undefined && last.uid === object.metadata.uid;
    const before = isKnown ? last.conditions : conditionsOf(object.status);
    const { generation, uid } = object.metadata;
    const at = clock.date();
    const conditions = next.reduce(
      (all, one) => setCondition(all, one, { generation, at }),
      before,
    );
    told.set(key, { uid, conditions });
    const ready = transitions(before, conditions).find(({ type }) => type === 'Ready');
    if (ready !== undefined) tell(object, ready);
    return { ...fields, observedGeneration: generation, conditions };
  }

  function tell(object: KubeObject, { status, reason, message }: Condition): void {
    const type = status === 'True' ? 'Normal' : 'Warning';
    const news = { type, reason, action: 'Reconcile', note: message } as const;
    void recorder.record(object, news, new AbortController().signal);
  }

  return {
    done: (object, health, fields) =>
      report(object, [synced, { type: 'Ready', ...health }], fields),
    failed(object, error) {
      const { reason, message } = describe(error);
      const fault = { status: 'False', reason, message } as const;
      const next = (['Synced', 'Ready'] as const).map((type) => ({ type, ...fault }));
      return report(object, next, statusOf(object));
    },
    forget: (key) => void told.delete(key),
  };
}

function statusOf({ status }: KubeObject): Status {
  return typeof status === 'object' && status !== null ? { ...status } : {};
}

/** In one word and one sentence. */
function describe(error: unknown): { reason: string; message: string } {
  if (error instanceof TerminalError || error instanceof UnreadyError) {
    return { reason: error.reason, message: bounded(error.message) };
  }
  if (error instanceof ShopError) {
    return { reason: shopReason(error), message: bounded(error.message) };
  }
  return { reason: 'Failed', message: 'It failed for a reason that the log of the operator has.' };
}

function shopReason({ service, status }: ShopError): string {
  if (status === 401 || status === 403) return 'AccessRefused';
  if (status === undefined || status >= 500 || status === 429) {
    return service === 'auth' ? 'AuthUnavailable' : 'ShopUnavailable';
  }
  return 'Refused';
}
