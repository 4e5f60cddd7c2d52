/** Client-node's own informer, used as its README does: what the tests compare with. */
import {
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
} from '@kubernetes/client-node';
import type { FakeApiServer } from './fake-api-server.ts';
import { thingsPath } from './kube-harness.ts';

export interface NaiveInformer {
  names(): string[];
  errors: unknown[];
  stop(): Promise<void>;
}

export function startInformer(server: FakeApiServer): NaiveInformer {
  async function list(): Promise<KubernetesListObject<KubernetesObject>> {
    const response = await fetch(`${server.url}${thingsPath}`);
    return JSON.parse(await response.text());
  }
  const informer = makeInformer(server.kubeConfig(), thingsPath, list);
  const errors: unknown[] = [];
  informer.on('error', (error) => void errors.push(error));
  void informer.start();
  return {
    names: () => informer.list().map(({ metadata }) => metadata?.name ?? ''),
    errors,
    stop: () => informer.stop(),
  };
}
