/** The API server over HTTP, as `Cluster` says: which verb is which request. */
import { z } from 'zod';
import { AnswerError } from './answer-error.ts';
import { type Call, type CallOptions, createCalls } from './calls.ts';
import type { ApplyCall, Cluster, Selection } from './cluster.ts';
import { type Credentials, createConnection } from './connection.ts';
import { isNotFound } from './kube-error.ts';
import { type KubeObject, kubeObject } from './kube-object.ts';
import { openWatch } from './open-watch.ts';
import { apiVersionOf, type Place, pathOf, type ResourceType } from './resource-type.ts';

export interface ConnectOptions extends CallOptions {
  /** Client-node's `KubeConfig`, or what does the same. */
  credentials: Credentials;
  userAgent?: string | undefined;
}

export interface ConnectedCluster extends Cluster {
  /** Closes what is open; the last thing to do. */
  close(): void;
}

const metadataOnly = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

const page = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(kubeObject).nullable(),
});

export function connectCluster(options: ConnectOptions): ConnectedCluster {
  const connection = createConnection(options.credentials, options.userAgent ?? 'balcao-operator');
  const calls = createCalls(connection, options);

  const send = async (call: Call, signal: AbortSignal): Promise<KubeObject> =>
    read(kubeObject, await calls.call(call, signal));

  return {
    async list(type, { limit, continue: next, isMetadataOnly, ...selection }, signal) {
      const query = { ...selectors(selection), limit, continue: next };
      const path = pathOf(type, { namespace: selection.namespace });
      const accept = isMetadataOnly === true ? metadataOnly : undefined;
      const call: Call = { verb: 'list', method: 'GET', type, path, query, accept };
      const body = await calls.call(call, signal);
      const { metadata, items } = read(page, body);
      // The last page has an empty `continue`.
      return { ...metadata, continue: metadata.continue || undefined, items: items ?? [] };
    },
    watch(type, { resourceVersion, timeoutSeconds, idleMs, ...selection }, signal) {
      const query = {
        ...selectors(selection),
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion,
        timeoutSeconds,
      };
      const path = pathOf(type, { namespace: selection.namespace });
      const limits = { openMs: options.timeoutMs ?? 15_000, idleMs };
      const call: Call = { verb: 'watch', method: 'GET', type, path, query };
      return openWatch(calls, { call, limits, signal });
    },
    async get(type, ref, signal) {
      try {
        return await send({ verb: 'get', method: 'GET', type, path: pathOf(type, ref) }, signal);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    create: (type, object, signal) =>
      send(
        {
          verb: 'create',
          method: 'POST',
          type,
          path: pathOf(type, { namespace: object.metadata.namespace }),
          body: typed(type, object),
        },
        signal,
      ),
    update: (type, object, signal) =>
      send(
        {
          verb: 'update',
          method: 'PUT',
          type,
          path: pathOf(type, placeOf(object)),
          body: typed(type, object),
        },
        signal,
      ),
    apply: (call, signal) => send(applyCall(call), signal),
    applyStatus: (call, signal) => send(applyCall(call, 'status'), signal),
    async delete({ type, ref, options: { uid, resourceVersion, propagationPolicy } = {} }, signal) {
      const preconditions = uid || resourceVersion ? { uid, resourceVersion } : undefined;
      const body = { propagationPolicy, preconditions };
      const path = pathOf(type, ref);
      try {
        await calls.call({ verb: 'delete', method: 'DELETE', type, path, body }, signal);
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
    close: connection.close,
  };
}

function applyCall({ type, object, options }: ApplyCall, subresource?: 'status'): Call {
  return {
    verb: 'patch',
    method: 'PATCH',
    type,
    path: pathOf(type, { ...placeOf(object), subresource }),
    query: { fieldManager: options.fieldManager, force: options.isForced ?? true },
    // JSON is YAML; `apply-patch+cbor` and others exist, this one is in every version.
    mediaType: 'application/apply-patch+yaml',
    body: typed(type, object),
  };
}

const placeOf = ({ metadata: { namespace, name } }: KubeObject): Place => ({ namespace, name });

const typed = (type: ResourceType, object: KubeObject): object => ({
  ...object,
  apiVersion: apiVersionOf(type),
  kind: type.kind,
});

const selectors = ({ labelSelector, fieldSelector }: Selection) => ({
  labelSelector,
  fieldSelector,
});

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  throw new AnswerError('unreadable', 'The answer is not what was asked for.', { cause: error });
}
