/** What the build tells the service worker: which files this version consists of. */

export interface WorkerFiles {
  /** A hash of all of them. */
  version: string;
  /** Addresses such as `/assets/index-D8iLJjYg.js`. */
  files: string[];
}
