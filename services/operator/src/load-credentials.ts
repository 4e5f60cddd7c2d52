/** Who we are to the API server: the pod's service account, or what kubectl would use here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from './kube/connection.ts';
import { serviceAccountCredentials } from './service-account.ts';

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * `KUBECONFIG` goes first, as for kubectl; outside of a pod it is `~/.kube/config` where that is not set.
 * `KUBE_ACCOUNT_DIR` has a service account's files elsewhere than the kubelet puts them.
 */
export async function loadCredentials(env: NodeJS.ProcessEnv): Promise<Credentials> {
  const { KUBECONFIG, KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  const { KUBE_ACCOUNT_DIR: folder = mounted } = env;
  const isInPod = host !== undefined && existsSync(join(folder, 'token'));
  if (KUBECONFIG === undefined && isInPod) return serviceAccountCredentials({ folder, host, port });
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromDefault();
  return config;
}
