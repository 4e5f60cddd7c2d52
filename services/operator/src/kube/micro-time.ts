/** Times with six digits of a second's fraction: the API server refuses any other in a Lease or an Event. */

/** RFC 3339 with microseconds, as `MicroTime` wants it. */
export function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
