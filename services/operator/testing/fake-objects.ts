/** What the fake API server keeps, under the rules of the real one: versions, preconditions, subresources, finalizers. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type KubeObject, keyOf } from '../src/kube/kube-object.ts';
import { applyFields, type Owners } from './apply-fields.ts';
import { Refusal } from './refusal.ts';

export interface Happening {
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  collection: string;
  object: KubeObject;
}

export interface Target {
  /** Such as `/apis/balcao.dev/v1alpha1/pricefeeds`. */
  collection: string;
  namespace?: string | undefined;
  name?: string | undefined;
  isStatus?: boolean;
}

interface Stored {
  object: KubeObject;
  owners: Owners;
}

export type FakeObjects = ReturnType<typeof createFakeObjects>;

export function createFakeObjects(now: () => Date = () => new Date()) {
  const stored = new Map<string, Stored>();
  const history: Happening[] = [];
  const snapshots = new Map<number, KubeObject[]>();
  const listeners = new Set<(happening: Happening) => void>();
  let version = 100;
  let compacted = 0;

  const idOf = ({ collection }: Target, object: Pick<KubeObject, 'metadata'>) =>
    `${collection} ${keyOf(object)}`;

  function find(target: Target): Stored {
    const { namespace, name = '' } = target;
    const found = stored.get(idOf(target, { metadata: { namespace, name } }));
    if (found === undefined) throw new Refusal({ status: 404, reason: 'NotFound' });
    return found;
  }

  function happen(type: Happening['type'], { collection }: Target, object: KubeObject): void {
    const happening = { version, type, collection, object: structuredClone(object) };
    history.push(happening);
    for (const listener of listeners) listener(happening);
  }

  /** Stores a state; one that changes nothing is no event, and one that has lost its last finalizer is a deletion. */
  function save(target: Target, next: KubeObject, owners: Owners): KubeObject {
    checkTimes(target, next);
    const id = idOf(target, next);
    const before = stored.get(id)?.object;
    if (before !== undefined && isDeepStrictEqual(plain(before), plain(next))) return before;
    version += 1;
    const isMoved = !isDeepStrictEqual(concern(before), concern(next));
    const generation = (before?.metadata.generation ?? 0) + (isMoved ? 1 : 0);
    const metadata = { ...next.metadata, generation, resourceVersion: String(version) };
    const object = plain({ ...next, metadata });
    if (metadata.deletionTimestamp && !metadata.finalizers?.length) {
      stored.delete(id);
      happen('DELETED', target, object);
      return object;
    }
    stored.set(id, { object, owners });
    happen(before === undefined ? 'ADDED' : 'MODIFIED', target, object);
    return object;
  }

  function make(target: Target, object: KubeObject, owners: Owners): KubeObject {
    const { status, ...rest } = object;
    const metadata = {
      ...object.metadata,
      namespace: target.namespace,
      uid: randomUUID(),
      creationTimestamp: now().toISOString(),
    };
    return save(target, plain({ ...(hasStatus(target) ? rest : object), metadata }), owners);
  }

  return {
    history,
    version: () => version,
    compactedTo: () => compacted,
    onHappening(listener: (happening: Happening) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Forgets the past: whoever wants to go on from it, or between two pages, is told 410. */
    compact() {
      version += 1;
      compacted = version;
      snapshots.clear();
    },
    /** As after a restore of an older etcd. */
    turnBackTo(earlier: number) {
      version = earlier;
      compacted = 0;
      history.length = 0;
    },
    get: (target: Target) => find(target).object,
    all: (target: Target) =>
      [...stored]
        .filter(([id]) => id.startsWith(`${target.collection} `))
        .map(([, { object }]) => object)
        .filter(({ metadata }) => !target.namespace || metadata.namespace === target.namespace),
    page(target: Target, { limit, next }: { limit: number | undefined; next: string | undefined }) {
      const { at, from } = next === undefined ? { at: version, from: 0 } : fromToken(next);
      const items = next === undefined ? this.all(target) : snapshots.get(at);
      if (items === undefined)
        throw new Refusal({ status: 410, reason: 'Expired', message: 'The continue is too old.' });
      if (next === undefined && limit !== undefined) snapshots.set(at, items);
      const end = limit === undefined ? items.length : from + limit;
      return {
        metadata: {
          resourceVersion: String(at),
          continue: end < items.length ? toToken({ at, from: end }) : '',
        },
        items: items.slice(from, end),
      };
    },
    create(target: Target, object: KubeObject) {
      if (
        stored.has(idOf(target, { metadata: { ...object.metadata, namespace: target.namespace } }))
      )
        throw new Refusal({ status: 409, reason: 'AlreadyExists' });
      return make(target, object, new Map());
    },
    update(target: Target, object: KubeObject) {
      const { object: before, owners } = find(target);
      checkPreconditions(before, object.metadata);
      const { uid, creationTimestamp, deletionTimestamp } = before.metadata;
      const metadata = { ...object.metadata, uid, creationTimestamp, deletionTimestamp };
      const status = target.isStatus || !hasStatus(target) ? object.status : before.status;
      const rest = target.isStatus ? before : { ...object, metadata };
      return save(target, plain({ ...rest, status }), owners);
    },
    apply(target: Target, object: KubeObject, how: { manager: string; isForced: boolean }) {
      const { name = '', namespace, isStatus = false } = target;
      const found = stored.get(idOf(target, { metadata: { namespace, name } }));
      const { uid, resourceVersion, ...metadata } = object.metadata;
      if (found === undefined) {
        if (isStatus) throw new Refusal({ status: 404, reason: 'NotFound' });
        // A resource version alone does not keep the real server from making it either.
        if (uid) throw new Refusal({ status: 409, reason: 'Conflict' });
      } else {
        if (uid && uid !== found.object.metadata.uid)
          throw new Refusal({
            status: 422,
            reason: 'Invalid',
            message: 'metadata.uid is immutable',
          });
        checkPreconditions(found.object, { resourceVersion });
      }
      const { status, metadata: _all, apiVersion, kind, ...fields } = object;
      const { name: _name, namespace: _namespace, ...meta } = metadata;
      const isBare = Object.keys(meta).length === 0;
      const wanted = isStatus ? { status } : { ...fields, ...(isBare ? {} : { metadata: meta }) };
      const before = found?.object ?? { apiVersion, kind, metadata: { name, namespace } };
      const next = structuredClone(before);
      const owners = new Map(found?.owners);
      const manager = `${how.manager}${isStatus ? ' status' : ''}`;
      applyFields({ target: next, wanted: plain(wanted), owners, manager, isForced: how.isForced });
      return found === undefined ? make(target, next, owners) : save(target, next, owners);
    },
    delete(
      target: Target,
      preconditions: { uid?: string | undefined; resourceVersion?: string | undefined } = {},
    ) {
      const { object, owners } = find(target);
      checkPreconditions(object, preconditions);
      const deletionTimestamp = object.metadata.deletionTimestamp ?? now().toISOString();
      return save(
        target,
        { ...object, metadata: { ...object.metadata, deletionTimestamp } },
        owners,
      );
    },
  };
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const withoutStatus = /\/(leases|events|secrets|configmaps)$/;
const hasStatus = ({ collection }: Target): boolean => !withoutStatus.test(collection);

/** What `metadata.generation` counts changes of. */
function concern(object: KubeObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata, status, ...rest } = object;
  return [rest, metadata.deletionTimestamp];
}

function checkPreconditions(
  { metadata }: KubeObject,
  { uid, resourceVersion }: { uid?: string | undefined; resourceVersion?: string | undefined },
): void {
  const isOther = uid !== undefined && uid !== metadata.uid;
  const isNewer = resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion;
  if (isOther || isNewer) throw new Refusal({ status: 409, reason: 'Conflict' });
}

/** The real server decodes MicroTime with six digits and refuses all else. */
function checkTimes({ collection }: Target, object: KubeObject): void {
  if (!/\/(leases|events)$/.test(collection)) return;
  const times = JSON.stringify(object).matchAll(
    /"(?:acquireTime|renewTime|eventTime|lastObservedTime)":"([^"]*)"/g,
  );
  for (const [, time = ''] of times)
    if (!/\.\d{6}Z$/.test(time))
      throw new Refusal({ status: 400, reason: 'BadRequest', message: `cannot parse "${time}"` });
}

const toToken = (token: { at: number; from: number }): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url');
const fromToken = (token: string): { at: number; from: number } =>
  JSON.parse(Buffer.from(token, 'base64url').toString());
