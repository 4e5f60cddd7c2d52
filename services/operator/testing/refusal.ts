/** How the fake API server refuses: a `Status` as the real one sends it. */

export interface RefusalFields {
  status: number;
  reason: string;
  message?: string;
  causes?: string[];
  retryAfterSeconds?: number;
}

export class Refusal extends Error {
  readonly fields: RefusalFields;

  constructor(fields: RefusalFields) {
    super(fields.message ?? fields.reason);
    this.fields = fields;
  }
}

export function statusOf({
  status,
  reason,
  message = reason,
  causes = [],
  retryAfterSeconds,
}: RefusalFields) {
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code: status,
    reason,
    message,
    details: { causes: causes.map((cause) => ({ reason: cause })), retryAfterSeconds },
  };
}
