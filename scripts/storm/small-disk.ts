/** A disk of a few hundred megabytes that can be filled up: in memory, where this process may mount one. */
import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd } from '../../services/local/src/guard.ts';

const run = promisify(execFile);
const megabytes = 768;

export interface SmallDisk {
  /** Leaves not a byte. */
  fill(): Promise<void>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Mounts it at `folder`; undefined where mounting is not allowed, and the folder is an ordinary one. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const options = `size=${megabytes}m,mode=711`;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'balcao-storm', folder]);
  } catch {
    return undefined;
  }
  const release = atEnd('umount -l "$1"', [folder]);
  const ballast = join(folder, 'ballast');
  return {
    async fill() {
      const file = await open(ballast, 'w');
      try {
        const block = Buffer.alloc(64 * 1024);
        for (;;) await file.write(block);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        await file.close();
      }
    },
    empty: () => rm(ballast, { force: true }),
    async close() {
      release();
      await run('umount', [folder]);
    },
  };
}
