/** Where the tests keep backups: a volume that outlives the namespace of the shop, and the key of the encryption. */
import { randomBytes } from 'node:crypto';
import { namespace } from './installation.ts';
import { apply, command, kubectl } from './kubectl.ts';
import { runInPod } from './one-shot-pod.ts';

const claimName = 'backups';
const keySecret = 'backup-key';
const path = 'nightly';
const key = randomBytes(32).toString('base64');

/** As a Backup and a Restore name them. */
export const whereKept = {
  storage: { persistentVolumeClaim: { claimName, path } },
  encryption: { secretRef: { name: keySecret } },
};

/** @param volumeName one that was kept from an earlier claim; a new one where it is left out */
export async function claimStorage(volumeName?: string): Promise<void> {
  await apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: keySecret },
    stringData: { key },
  });
  await apply({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claimName },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...(volumeName === undefined ? {} : { volumeName }),
    },
  });
}

/** From now on the volume stays when its claim goes, as that of backups should. Answers its name. */
export async function keepVolume(): Promise<string> {
  const name = await kubectl('get', 'pvc', claimName, '-o', 'jsonpath={.spec.volumeName}');
  await patchVolume(name, { persistentVolumeReclaimPolicy: 'Retain' });
  return name;
}

/**
 * Keeps a volume whose claim has gone for the next claim of the same name. Without any `claimRef` the first claim of its
 * size would have it: that of a new shop's RabbitMQ.
 */
export const reserveVolume = (name: string) =>
  patchVolume(name, {
    claimRef: { namespace, name: claimName, uid: null, resourceVersion: null },
  });

/** With the volume, wherever it has been. */
export async function removeStorage(): Promise<void> {
  const name = await kubectl('get', 'pvc', claimName, '-o', 'jsonpath={.spec.volumeName}');
  await patchVolume(name, { persistentVolumeReclaimPolicy: 'Delete' });
  await kubectl('delete', 'pvc', claimName);
  await kubectl('delete', 'secret', keySecret);
}

async function patchVolume(name: string, spec: object): Promise<void> {
  await command('kubectl', ['patch', 'pv', name, '-p', JSON.stringify({ spec })]);
}

/** Turns one bit around in the middle of a stored file; once more, and the file is as it was. */
export async function flipBit(file: string): Promise<void> {
  await runInPod({
    claimName,
    script: `
      const fs = require('node:fs');
      const file = fs.openSync('/volume/${path}/${file}', 'r+');
      const at = Math.floor(fs.fstatSync(file).size / 2);
      const byte = Buffer.alloc(1);
      fs.readSync(file, byte, 0, 1, at);
      byte[0] ^= 1;
      fs.writeSync(file, byte, 0, 1, at);`,
  });
}
