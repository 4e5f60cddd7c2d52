/** Pure: what a pod of the backup program has beside the program: variables, volumes, containers beside it. */
import type { Database, Encryption, Storage } from '../resources/backup-plan.ts';

export interface ProgramPart {
  env?: object[];
  volumes?: object[];
  volumeMounts?: object[];
  /** Native ones: they are up before the program begins, and end with it. */
  sidecars?: object[];
}

const folder = '/backups';
const trustFolder = '/etc/balcao/trust';

/** Passwords are read by the kubelet, never by the operator. */
function secretVariable(name: string, secret: { name: string; key: string }): object {
  return { name, valueFrom: { secretKeyRef: secret } };
}

/** Throws where the storage is none: the API server takes no such object. */
export function storagePart({ persistentVolumeClaim: claim, s3 }: Storage): ProgramPart {
  if (claim !== undefined) {
    const { claimName, path } = claim;
    const value = path === undefined ? folder : `${folder}/${path}`;
    return {
      env: [{ name: 'BACKUP_FOLDER', value }],
      volumes: [{ name: 'backups', persistentVolumeClaim: { claimName } }],
      volumeMounts: [{ name: 'backups', mountPath: folder }],
    };
  }
  if (s3 === undefined) throw new Error('a storage is a volume or a bucket');
  const { endpoint, bucket, prefix, region, secretRef } = s3;
  const settings: [string, string | undefined][] = [
    ['BACKUP_S3_ENDPOINT', endpoint],
    ['BACKUP_S3_BUCKET', bucket],
    ['BACKUP_S3_PREFIX', prefix],
    ['BACKUP_S3_REGION', region],
  ];
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return {
    env: [
      ...settings.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
      ...keys.map((key) => secretVariable(key, { name: secretRef.name, key })),
    ],
  };
}

export function keyEnv({ secretRef: { name, key } }: Encryption): object[] {
  return [secretVariable('BACKUP_KEY', { name, key })];
}

const parameters = {
  disable: '',
  require: '?sslmode=require&uselibpqcompat=true',
  'verify-full': '?sslmode=verify-full',
} as const;

/** User and password beside the address, where no character of them can break it. */
export function databaseEnv({ host, port, sslMode, secretRef: { name } }: Database): object[] {
  const at = host.includes(':') ? `[${host}]` : host;
  return [
    secretVariable('PGUSER', { name, key: 'username' }),
    secretVariable('PGPASSWORD', { name, key: 'password' }),
    { name: 'DATABASE_URL', value: `postgres://${at}:${port}/postgres${parameters[sslMode]}` },
  ];
}

export function trustPart({ caSecretRef }: Database): ProgramPart {
  if (caSecretRef === undefined) return {};
  const { name: secretName, key } = caSecretRef;
  return {
    env: [{ name: 'NODE_EXTRA_CA_CERTS', value: `${trustFolder}/ca.crt` }],
    volumes: [{ name: 'trust', secret: { secretName, items: [{ key, path: 'ca.crt' }] } }],
    volumeMounts: [{ name: 'trust', mountPath: trustFolder, readOnly: true }],
  };
}
