/** The key under which a request has one effect, however often it is sent: made once for each intention. */
import { v7 } from 'uuid';

/** `params: { header: idempotencyKey() }`; keep what it returns where the same intention may be sent again. */
export const idempotencyKey = (): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': v7() });
