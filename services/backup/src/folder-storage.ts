/** Backups in a folder: a disk, a mounted volume. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Storage } from './storage.ts';

/** A file is written beside its place, forced to the disk, and only then given its name. */
export function createFolderStorage(folder: string): Storage {
  const pathOf = (name: string) => join(folder, name);

  async function sizeOf(name: string): Promise<number | null> {
    try {
      return (await stat(pathOf(name))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  return {
    size: sizeOf,
    async write(name, content) {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.part`;
      const file = await open(draft, 'w', 0o600);
      try {
        for await (const bytes of content) await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
      await syncFolder(dirname(path));
    },
    async read(name) {
      return (await sizeOf(name)) === null
        ? null
        : createReadStream(pathOf(name), { highWaterMark: 1 << 18 });
    },
    async list() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const entries = await readdir(folder, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    },
    removeFile: (name) => rm(pathOf(name), { force: true }),
    // The manifest goes first: what is left of a removal that was killed is an incomplete backup.
    async removeAll(backup) {
      await rm(pathOf(`${backup}/manifest.json`), { force: true });
      await rm(pathOf(backup), { recursive: true, force: true });
    },
  };
}

/** A new name is only as durable as the folder that has it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
