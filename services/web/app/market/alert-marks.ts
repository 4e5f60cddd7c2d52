/** Where in a chart of prices alerts began. */
interface Point {
  at: string;
}

/**
 * For each alert that began within the series the point of its time, which is the last one not after it; each point
 * once. `points` are in the order of time; instants are ISO 8601.
 */
export function alertMarks<P extends Point>(
  points: readonly P[],
  alerts: readonly { startedAt: string }[],
): P[] {
  const marked = alerts.map(({ startedAt }) =>
    points.findLast(({ at }) => Date.parse(at) <= Date.parse(startedAt)),
  );
  return points.filter((point) => marked.includes(point));
}
