/** Tells the service worker which files there are: its text changes when, and only when, one of them does. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import type { WorkerFiles } from '../app/offline/worker-files.ts';

export const workerFile = 'service-worker.js';
const place = 'self.__BALCAO_FILES';
const publicFolder = new URL('../public/', import.meta.url);

/** Fails when the worker does not ask for its files. */
export function serviceWorkerFiles(): Plugin {
  return {
    name: 'service-worker-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const worker = bundle[workerFile];
        if (worker?.type !== 'chunk' || !worker.code.includes(place)) {
          throw new Error(`${workerFile} does not ask for ${place}`);
        }
        const hash = createHash('sha256');
        const files: string[] = [];
        for (const [name, file] of Object.entries(bundle)) {
          if (name === workerFile || name.endsWith('.map')) continue;
          files.push(`/${name}`);
          hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
        }
        for (const name of await readdir(publicFolder)) {
          files.push(`/${name}`);
          hash.update(name).update(await readFile(new URL(name, publicFolder)));
        }
        hash.update(worker.code);
        const version = hash.digest('base64url').slice(0, 12);
        const told: WorkerFiles = { version, files: files.sort() };
        worker.code = worker.code.replace(place, () => JSON.stringify(told));
      },
    },
  };
}
