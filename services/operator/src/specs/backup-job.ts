/** Pure: the Job that runs one verb of the backup program, for Backups, their schedules and restores. */
import { createHash } from 'node:crypto';
import type { KubeObject } from '../kube/kube-object.ts';
import type { Database, Encryption, Storage } from '../resources/backup-plan.ts';
import { containerSecurity, podSecurity, programUser } from './job-security.ts';
import { databaseEnv, keyEnv, type ProgramPart, storagePart, trustPart } from './program-parts.ts';
import { scratchPart } from './scratch-server.ts';

export type BackupVerb = 'dump' | 'verify' | 'restore' | 'prune' | 'remove' | 'check' | 'empty';

/** What the operator's chart says of all Jobs. */
export interface JobSettings {
  /** Of services/backup. */
  image: string;
  /** Of PostgreSQL, at least as new as the shop's: where a backup is restored to be proven. */
  scratchImage: string;
  pullPolicy: string;
  /** Names of Secrets in the shop's namespace. */
  pullSecrets: readonly string[];
}

export interface BackupJob {
  verb: BackupVerb;
  /** The object that it is made for: its name and uid make the Job's. */
  owner: KubeObject;
  /** Whether it goes with that object; what cleans up after it must not. Default true. */
  isOwned?: boolean;
  /** Tells it from others of the same verb and object, such as the drills of one Backup. */
  round?: string;
  /** For `dump`, `check` and `restore`. */
  database?: Database | undefined;
  /** For all but `empty`. */
  storage?: Storage | undefined;
  encryption?: Encryption | undefined;
  /** Further settings of the program: services/backup/README.md. */
  env?: Readonly<Record<string, string>>;
  /** What it has beside all that. */
  extra?: ProgramPart;
  retries: number;
  timeoutSeconds: number;
}

/** What a Job is called by. */
export type JobIdentity = Pick<BackupJob, 'verb' | 'owner' | 'round'>;

/** Labels by which Jobs and their pods are found; network policies of the shop's chart go by the first. */
export const verbLabel = 'balcao.dev/job';
export const ownerKindLabel = 'balcao.dev/owner-kind';
export const ownerLabel = 'balcao.dev/owner';

/** So long the pods of a Job are there to be looked at; what became of it is in the status long before. */
const keptSeconds = 7 * 86_400;
/** One that nothing takes along: a pod that has ended still holds its claim, which could not be deleted before. */
const loneKeptSeconds = 300;

/** What the program says with these exit codes no other attempt would change: services/backup/src/backup-failure.ts. */
const finalExitCodes = [2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 30, 31, 41];

/** The same for the same object, verb and round: a Job that is asked for twice is one. At most 60 characters. */
export function backupJobName({ verb, owner, round = '' }: JobIdentity): string {
  const { name, uid = '' } = owner.metadata;
  const digest = createHash('sha256').update(`${uid}/${verb}/${round}`).digest('hex').slice(0, 10);
  const short = name.replaceAll('.', '-').slice(0, 40).replace(/-+$/, '');
  return `${short}-${verb}-${digest}`;
}

export function backupJob(job: BackupJob, settings: JobSettings): KubeObject {
  const { verb, owner, isOwned = true, retries, timeoutSeconds } = job;
  const labels = labelsOf(job);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace: owner.metadata.namespace,
      name: backupJobName(job),
      labels,
      ...(isOwned ? { ownerReferences: [ownerReference(owner)] } : {}),
    },
    spec: {
      backoffLimit: retries,
      activeDeadlineSeconds: timeoutSeconds,
      ttlSecondsAfterFinished: isOwned ? keptSeconds : loneKeptSeconds,
      // Two attempts at once would write the same files.
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [
          {
            action: 'FailJob',
            onExitCodes: { containerName: verb, operator: 'In', values: finalExitCodes },
          },
          // An eviction is no fault of the backup.
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      },
      template: { metadata: { labels }, spec: podOf(job, settings) },
    },
  };
}

function labelsOf({ verb, owner }: BackupJob): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'backup',
    'app.kubernetes.io/part-of': 'balcao',
    'app.kubernetes.io/managed-by': 'balcao-operator',
    [verbLabel]: verb,
    [ownerKindLabel]: owner.kind ?? '',
    [ownerLabel]: owner.metadata.name,
  };
}

/** Without `blockOwnerDeletion`, which needs rights on the owner's finalizers where that is checked. */
function ownerReference({ apiVersion = '', kind = '', metadata: { name, uid = '' } }: KubeObject) {
  return { apiVersion, kind, name, uid, controller: true };
}

function podOf(job: BackupJob, { image, pullPolicy, ...settings }: JobSettings): object {
  const { verb, env = {} } = job;
  const parts = partsOf(job, { ...settings, pullPolicy });
  const temporary = { name: 'tmp', emptyDir: {} };
  const plain = Object.entries(env).map(([name, value]) => ({ name, value }));
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(settings.pullSecrets.length === 0
      ? {}
      : { imagePullSecrets: settings.pullSecrets.map((name) => ({ name })) }),
    securityContext: podSecurity,
    initContainers: parts.flatMap(({ sidecars = [] }) => sidecars),
    containers: [
      {
        name: verb,
        image,
        imagePullPolicy: pullPolicy,
        args: [verb],
        securityContext: { ...containerSecurity, ...programUser },
        resources: {
          requests: { cpu: '50m', memory: '96Mi' },
          limits: { cpu: '1', memory: '384Mi' },
        },
        env: [...plain, ...parts.flatMap((part) => part.env ?? [])],
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          ...parts.flatMap(({ volumeMounts = [] }) => volumeMounts),
        ],
      },
    ],
    volumes: [temporary, ...parts.flatMap(({ volumes = [] }) => volumes)],
  };
}

function partsOf(
  { verb, database, storage, encryption, extra }: BackupJob,
  { scratchImage, pullPolicy }: Pick<JobSettings, 'scratchImage' | 'pullPolicy'>,
): ProgramPart[] {
  const isConnecting = database !== undefined && ['dump', 'check', 'restore'].includes(verb);
  return [
    ...(storage === undefined ? [] : [storagePart(storage)]),
    ...(encryption === undefined ? [] : [{ env: keyEnv(encryption) }]),
    ...(isConnecting ? [{ env: databaseEnv(database) }, trustPart(database)] : []),
    ...(verb === 'verify' ? [scratchPart(scratchImage, pullPolicy)] : []),
    ...(extra === undefined ? [] : [extra]),
  ];
}
