/** The trace id within a W3C `traceparent` (Trace Context, 3.2): the second of its four parts. */

/** 32 hexadecimal digits; null where there is no trace. */
export function traceIdOf(traceparent: string | null): string | null {
  return traceparent?.split('-')[1] ?? null;
}
