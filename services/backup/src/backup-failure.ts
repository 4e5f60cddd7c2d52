/** What can be wrong with a backup or its target, each with an exit code of its own, which a Job's reader goes by. */

/** Exit codes; 0 is success, 1 whatever nobody foresaw, 2 a wrong command or setting. They never change. */
export const exitCodes = {
  nothing_there: 10,
  incomplete: 11,
  manifest_unreadable: 12,
  database_missing: 13,
  file_missing: 14,
  file_truncated: 15,
  file_damaged: 16,
  key_missing: 17,
  key_wrong: 18,
  target_not_empty: 20,
  role_missing: 21,
  content_differs: 30,
  proof_failed: 31,
  shop_busy: 40,
  schema_unknown: 41,
  shop_open: 42,
  storage_unavailable: 50,
  storage_refused: 51,
} as const;

export type FailureCode = keyof typeof exitCodes;

/** An expected failure: `message` says which backup, database or file, and what to do where there is something. */
export class BackupFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupFailure';
    this.code = code;
  }
}
