/** Pure: the PostgreSQL beside a drill, which nobody outside of its pod can reach, and which is gone with it. */
import { containerSecurity, postgresUser } from './job-security.ts';
import type { ProgramPart } from './program-parts.ts';

const data = '/var/lib/postgresql/data';

/** What is lost when it falls over is restored again: it need not be safe, only quick. */
const settings = [
  'listen_addresses=127.0.0.1',
  'max_connections=30',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];

const volumes = ['scratch-data', 'scratch-run', 'scratch-tmp'];

export function scratchPart(image: string, imagePullPolicy: string): ProgramPart {
  const [dataVolume, runVolume, tmpVolume] = volumes;
  return {
    env: [{ name: 'SCRATCH_DATABASE_URL', value: 'postgres://postgres@127.0.0.1:5432/postgres' }],
    volumes: volumes.map((name) => ({ name, emptyDir: {} })),
    sidecars: [
      {
        name: 'scratch',
        image,
        imagePullPolicy,
        restartPolicy: 'Always',
        args: settings.flatMap((setting) => ['-c', setting]),
        securityContext: { ...containerSecurity, ...postgresUser },
        resources: {
          requests: { cpu: '50m', memory: '128Mi' },
          limits: { cpu: '2', memory: '768Mi' },
        },
        env: [
          // Only its own pod can connect.
          { name: 'POSTGRES_HOST_AUTH_METHOD', value: 'trust' },
          { name: 'POSTGRES_INITDB_ARGS', value: '--encoding=UTF8 --locale=C.UTF-8' },
          { name: 'PGDATA', value: `${data}/pgdata` },
        ],
        // By TCP: while the image prepares its folder, the server answers on its socket only.
        startupProbe: {
          exec: { command: ['pg_isready', '--host', '127.0.0.1', '--username', 'postgres'] },
          periodSeconds: 1,
          timeoutSeconds: 3,
          failureThreshold: 180,
        },
        volumeMounts: [
          { name: dataVolume, mountPath: data },
          { name: runVolume, mountPath: '/var/run/postgresql' },
          { name: tmpVolume, mountPath: '/tmp' },
        ],
      },
    ],
  };
}
