/** Backups and schedules that the API server itself has to refuse, each with what it has to say. */
import { claim, database, rows } from './bad-manifest.ts';

const s3 = { endpoint: 'https://s3.example', bucket: 'shop', secretRef: { name: 'bucket' } };

export const badBackups = [
  ...rows('Backup', [
    ['no database', { database: undefined }, 'spec.database: Required value'],
    ['no storage', { storage: undefined }, 'spec.storage: Required value'],
    [
      'a storage of nothing',
      { storage: {} },
      'storage is either persistentVolumeClaim or s3: name one of them',
    ],
    [
      'two storages',
      { storage: { ...claim, s3 } },
      'storage is either persistentVolumeClaim or s3: name one of them',
    ],
    [
      'a path out of the volume',
      { storage: { persistentVolumeClaim: { claimName: 'backups', path: '../etc' } } },
      'a path in the volume, without a slash at its ends',
    ],
    [
      'a claim that is no name',
      { storage: { persistentVolumeClaim: { claimName: 'My Claim' } } },
      'the name of an object: small letters',
    ],
    [
      'a bucket in capitals',
      { storage: { s3: { ...s3, bucket: 'Shop' } } },
      'the name of a bucket: small letters',
    ],
    [
      'a bucket without a scheme',
      { storage: { s3: { ...s3, endpoint: 's3.example' } } },
      'an address such as https://s3',
    ],
    [
      'a bucket without its Secret',
      { storage: { s3: { ...s3, secretRef: undefined } } },
      'secretRef: Required value',
    ],
    ['a password in the open', { database: { ...database, password: 'x' } }, 'unknown field'],
    [
      'a host with a user',
      { database: { ...database, host: 'admin@db' } },
      'the name or the address of a host',
    ],
    [
      'a port beyond all ports',
      { database: { ...database, port: 70_000 } },
      'less than or equal to 65535',
    ],
    [
      'an authority without a check',
      { database: { ...database, caSecretRef: { name: 'ca' } } },
      'caSecretRef is only for sslMode verify-full: leave it out, or set that',
    ],
    [
      'an encryption without a Secret',
      { encryption: {} },
      'spec.encryption.secretRef: Required value',
    ],
    ['a drill on every half day', { verify: { everyDays: 0.5 } }, 'must be of type integer'],
    ['eleven attempts', { retries: 11 }, 'less than or equal to 10'],
    ['a second of time', { timeoutSeconds: 1 }, 'greater than or equal to 60'],
    [
      'a deletion policy of another operator',
      { deletionPolicy: 'Orphan' },
      'supported values: "Delete", "Retain"',
    ],
    ['a suspension', { suspend: true }, 'unknown field "spec.suspend"'],
  ]),
  ...rows('BackupSchedule', [
    ['no schedule', { schedule: undefined }, 'spec.schedule: Required value'],
    ['no template', { template: undefined }, 'spec.template: Required value'],
    ['four fields', { schedule: '0 3 * *' }, 'five fields of cron'],
    ['minute 60', { schedule: '60 3 * * *' }, 'five fields of cron'],
    ['a word for a day', { schedule: '@daily' }, 'five fields of cron'],
    ['a zone by its offset', { timeZone: '-03:00' }, 'a time zone such as America/Sao_Paulo'],
    [
      'a policy that nobody knows',
      { concurrencyPolicy: 'Queue' },
      'supported values: "Allow", "Forbid", "Replace"',
    ],
    [
      'a retention of nothing',
      { retention: {} },
      'retention names nothing that stays: set one of its fields, or leave it out',
    ],
    ['a retention below 0', { retention: { last: -1 } }, 'greater than or equal to 0'],
    ['a deadline of a second', { startingDeadlineSeconds: 1 }, 'greater than or equal to 60'],
    [
      'a template of two storages',
      { template: { database, storage: { ...claim, s3 } } },
      'storage is either persistentVolumeClaim or s3: name one of them',
    ],
  ]),
  {
    what: 'a name of 51 letters',
    kind: 'BackupSchedule' as const,
    spec: {},
    name: 'a'.repeat(51),
    message: 'metadata.name has at most 50 characters',
  },
];

export const changedBackups = rows('Backup', [
  [
    'another server',
    { database: { ...database, host: 'other' } },
    'database cannot be changed: a Backup is made once; make another',
  ],
  [
    'another volume',
    { storage: { persistentVolumeClaim: { claimName: 'other' } } },
    'storage cannot be changed: a Backup is made once; make another',
  ],
  [
    'a key afterwards',
    { encryption: { secretRef: { name: 'key' } } },
    'encryption cannot be changed: a Backup is made once; make another',
  ],
  ['more patience', { timeoutSeconds: 7_200 }, 'timeoutSeconds cannot be changed'],
]);
