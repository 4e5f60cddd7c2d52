/** Why a provider's answer is no quote. */

/**
 * `limited`: too many requests; `refused`: it will not answer this request, however often it is asked;
 * `unavailable`: it is away or too slow; `broken`: what it answered is not what it documents.
 */
export type FaultKind = 'limited' | 'refused' | 'unavailable' | 'broken';

export class ProviderFault extends Error {
  readonly kind: FaultKind;
  /** How long the provider asks to be left alone. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: FaultKind,
    message: string,
    { cause, retryAfterMs = null }: { cause?: unknown; retryAfterMs?: number | null } = {},
  ) {
    super(message, { cause });
    this.name = 'ProviderFault';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
