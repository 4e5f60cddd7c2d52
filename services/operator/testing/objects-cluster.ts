/** A cluster without HTTP in between, for tests whose time is not the machine's. */
import type { Cluster } from '../src/kube/cluster.ts';
import { KubeError } from '../src/kube/kube-error.ts';
import type { KubeObject } from '../src/kube/kube-object.ts';
import { pathOf, type ResourceType } from '../src/kube/resource-type.ts';
import type { FakeObjects, Target } from './fake-objects.ts';
import { isSelected } from './is-selected.ts';
import { Refusal } from './refusal.ts';

/** What goes through: everything, requests without their answers, or nothing. */
export type Link = 'whole' | 'no answers' | 'cut';

/** What does not go through is waited for until the signal is aborted. */
export function objectsCluster(objects: FakeObjects, link: () => Link = () => 'whole'): Cluster {
  async function ask<T>(signal: AbortSignal, act: () => T): Promise<T> {
    signal.throwIfAborted();
    const now = link();
    if (now === 'no answers') act();
    if (now !== 'whole')
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    try {
      return act();
    } catch (error) {
      if (error instanceof Refusal)
        throw new KubeError({ message: error.message, ...error.fields });
      throw error;
    }
  }

  const applied =
    (isStatus: boolean): Cluster['apply'] =>
    ({ type, object, options: { fieldManager: manager, isForced = true } }, signal) =>
      ask(signal, () =>
        objects.apply({ ...targetOf(type, object), isStatus }, object, { manager, isForced }),
      );

  return {
    list: (type, { namespace, labelSelector }, signal) =>
      ask(signal, () => ({
        items: objects
          .all({ collection: pathOf(type), namespace })
          .filter((object) => isSelected(object, labelSelector)),
        resourceVersion: String(objects.version()),
      })),
    watch() {
      throw new Error('Watches are tested over HTTP.');
    },
    async get(type, ref, signal) {
      return ask(signal, () =>
        objects
          .all({ collection: pathOf(type), namespace: ref.namespace })
          .find(({ metadata }) => metadata.name === ref.name),
      );
    },
    create: (type, object, signal) =>
      ask(signal, () => objects.create(targetOf(type, object), object)),
    update: (type, object, signal) =>
      ask(signal, () => objects.update(targetOf(type, object), object)),
    apply: applied(false),
    applyStatus: applied(true),
    delete: ({ type, ref, options }, signal) =>
      ask(signal, () => {
        objects.delete({ collection: pathOf(type), ...ref }, options);
        return true;
      }),
  };
}

const targetOf = (type: ResourceType, { metadata }: KubeObject): Target => ({
  collection: pathOf(type),
  namespace: metadata.namespace,
  name: metadata.name,
});
