/** The API server, as far as this operator needs it: a narrow interface that tests and fences can wrap. */
import type { KubeObject } from './kube-object.ts';
import type { ResourceType } from './resource-type.ts';

/** Which objects of a kind: those of all namespaces where none is named. */
export interface Selection {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

export interface ListOptions extends Selection {
  /** The most objects of one page; without it there is one page. */
  limit?: number | undefined;
  /** From the page before. */
  continue?: string | undefined;
  /** Objects come without anything but their metadata. */
  isMetadataOnly?: boolean | undefined;
}

export interface Page {
  items: KubeObject[];
  /** The state of the cluster that all pages show. */
  resourceVersion: string;
  /** Asks for the next page; absent on the last. */
  continue?: string | undefined;
}

export interface WatchOptions extends Selection {
  /** What is already known; events after it are sent. */
  resourceVersion: string;
  /** The server ends the watch after that. */
  timeoutSeconds: number;
  /** A connection without a byte for so long is given up: nobody may ever tell that it is dead. */
  idleMs: number;
}

export interface WatchEvent {
  /** A bookmark's object has a resource version only: nothing older is still to come. */
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubeObject;
}

export interface Ref {
  namespace?: string | undefined;
  name: string;
}

export interface ApplyOptions {
  /** One per controller: it owns the fields that it applies, and those that it applies no longer are removed. */
  fieldManager: string;
  /** Takes fields over that others own: right for a controller that corrects drift. Default true. */
  isForced?: boolean | undefined;
}

export interface DeleteOptions {
  /** Deletes only this very object, not one that was made under its name since. */
  uid?: string | undefined;
  /** Deletes only this state of it. */
  resourceVersion?: string | undefined;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

/**
 * Every call rejects with a `KubeError` when the server refuses, with another error when there is no whole answer in
 * time, and with the signal's reason when it is aborted. A 429, or 5xx with `Retry-After`, is tried again as the server
 * asks, a few times. Nothing else is: who calls has a queue, or a loop, that knows what to repeat.
 */
export interface Cluster {
  /** One page. A 410 means that `continue` is too old: begin again. */
  list(type: ResourceType, options: ListOptions, signal: AbortSignal): Promise<Page>;
  /**
   * Events, until the server ends the watch. Throws a `KubeError` where it refuses or reports an error in the
   * stream, and another error when the connection breaks, falls silent or sends what cannot be read.
   */
  watch(type: ResourceType, options: WatchOptions, signal: AbortSignal): AsyncIterable<WatchEvent>;
  /** Undefined where there is none. */
  get(type: ResourceType, ref: Ref, signal: AbortSignal): Promise<KubeObject | undefined>;
  /** 409 `AlreadyExists` where there is one. */
  create(type: ResourceType, object: KubeObject, signal: AbortSignal): Promise<KubeObject>;
  /** Replaces the whole; 409 unless `metadata.resourceVersion` is still the object's. */
  update(type: ResourceType, object: KubeObject, signal: AbortSignal): Promise<KubeObject>;
  /**
   * Server-side apply of the fields that are named. It makes what does not exist: for an object that has to be there,
   * give `metadata.uid` (409 where there is none, 422 where it is another; a resource version alone does not keep the
   * server from making it). With `metadata.resourceVersion` an object in another state is refused (409).
   */
  apply(call: ApplyCall, signal: AbortSignal): Promise<KubeObject>;
  /** The same of `status` alone; 404 where there is no such object. */
  applyStatus(call: ApplyCall, signal: AbortSignal): Promise<KubeObject>;
  /** Whether there was anything to delete. With finalizers the object stays until they are gone. */
  delete(call: DeleteCall, signal: AbortSignal): Promise<boolean>;
}

export interface ApplyCall {
  type: ResourceType;
  object: KubeObject;
  options: ApplyOptions;
}

export interface DeleteCall {
  type: ResourceType;
  ref: Ref;
  options?: DeleteOptions;
}
