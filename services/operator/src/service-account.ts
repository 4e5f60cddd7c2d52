/** The credentials of a pod: two files that the kubelet keeps up to date. */
import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import type { Credentials } from './kube/connection.ts';

export interface ServiceAccountOptions {
  /** Where the token and the certificate are mounted. */
  folder: string;
  host: string;
  port: string;
  nowMs?: () => number;
}

/** A token is renewed when four fifths of its hour are over: there is time. */
const readEveryMs = 60_000;

/**
 * Client-node's `KubeConfig` can do this as well, but to import it is to import the client of every API of Kubernetes:
 * 80 MB of memory, more than all else that the operator holds. Throws when the files cannot be read.
 */
export function serviceAccountCredentials(options: ServiceAccountOptions): Credentials {
  const { folder, host, port, nowMs = () => performance.now() } = options;
  const read = () => ({
    token: readFileSync(join(folder, 'token'), 'utf8').trim(),
    ca: readFileSync(join(folder, 'ca.crt')),
    atMs: nowMs(),
  });
  let files = read();
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    getCurrentCluster: () => ({ server }),
    async applyToHTTPSOptions(request: RequestOptions) {
      if (nowMs() - files.atMs >= readEveryMs) files = read();
      request.ca = files.ca;
      request.headers = { ...request.headers, Authorization: `Bearer ${files.token}` };
    },
  };
}
