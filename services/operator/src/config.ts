/** The settings of the operator. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { processSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import type { JobSettings } from './specs/backup-job.ts';

const names = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  );

const label = z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be a name of Kubernetes');

export const settings = {
  port: setting('PORT', integer(0, 65_535).default(8009), 'the port of probes and metrics'),
  logLevel: processSettings.logLevel,
  namespace: setting(
    'POD_NAMESPACE',
    label.default('default'),
    'the namespace that the operator runs in: where its lease is',
  ),
  podName: setting(
    'POD_NAME',
    label.default('operator'),
    'the name of this replica, in the lease and in events',
  ),
  watchNamespaces: setting(
    'WATCH_NAMESPACES',
    names,
    'the namespaces whose objects are looked after, separated by commas; all where none is named',
  ),
  leaseName: setting('LEASE_NAME', label.default('balcao-operator'), 'the lease of the leader'),
  leaseMs: setting(
    'LEASE_MS',
    integer(3_000, 600_000).default(15_000),
    'a leader that was not heard of for so long is succeeded; it gives up itself after two thirds of it',
  ),
  resyncMs: setting(
    'RESYNC_MS',
    integer(1_000, 86_400_000).default(600_000),
    'how often every object is looked at again, so that what was changed elsewhere is put right',
  ),
  staleMs: setting(
    'WATCH_STALE_MS',
    integer(1_000, 86_400_000).default(300_000),
    '`/healthz` fails when a watch has got nowhere for so long',
  ),
  timeoutMs: setting(
    'KUBE_TIMEOUT_MS',
    integer(100, 600_000).default(15_000),
    'how long one call to the API server may take',
  ),
  backupImage: setting(
    'BACKUP_IMAGE',
    z.string().min(1).default(`balcao/backup:${manifest.version}`),
    'the image of the Jobs of backups',
  ),
  scratchImage: setting(
    'SCRATCH_IMAGE',
    z.string().min(1).default('postgres:17-trixie'),
    "the image of PostgreSQL in which backups are proven; at least as new as the shops' servers",
  ),
  jobPullPolicy: setting(
    'JOB_IMAGE_PULL_POLICY',
    z.enum(['IfNotPresent', 'Always', 'Never']).default('IfNotPresent'),
    'when those images are pulled',
  ),
  jobPullSecrets: setting(
    'JOB_IMAGE_PULL_SECRETS',
    names,
    "names of Secrets in each shop's namespace with which they are pulled, separated by commas",
  ),
};

export type OperatorConfig = ConfigOf<typeof settings>;

export function jobSettingsOf(config: OperatorConfig): JobSettings {
  const { backupImage, scratchImage, jobPullPolicy, jobPullSecrets } = config;
  return {
    image: backupImage,
    scratchImage,
    pullPolicy: jobPullPolicy,
    pullSecrets: jobPullSecrets,
  };
}
