/** Where backups are kept: files under names such as `20261126T030000Z-1a2b3c/sales.sql.gz`. */

export interface Storage {
  /** Stores all of it or nothing under that name. */
  write(name: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** The content; null where there is no such file. */
  read(name: string): Promise<AsyncIterable<Buffer> | null>;
  /** Bytes; null where there is no such file. */
  size(name: string): Promise<number | null>;
  /** First parts of the names: one for each backup, whole or not, sorted. */
  list(): Promise<string[]>;
  /** Removes one file, if it is there. */
  removeFile(name: string): Promise<void>;
  /** Removes all that a backup has. */
  removeAll(backup: string): Promise<void>;
}
