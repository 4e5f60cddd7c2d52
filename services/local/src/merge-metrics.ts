/** Puts the metrics of several services into one page: each name's help and type once, then all samples. */

/** Merges pages of the Prometheus text format. */
export function mergeMetrics(pages: string[]): string {
  const heads = new Map<string, string[]>();
  const samples = new Map<string, string[]>();
  for (const page of pages) {
    let name = '';
    const known = new Set(heads.keys());
    for (const line of page.split('\n')) {
      if (line === '') continue;
      if (line.startsWith('# ')) {
        name = line.split(' ')[2] ?? '';
        if (!known.has(name)) heads.set(name, [...(heads.get(name) ?? []), line]);
      } else {
        samples.set(name, [...(samples.get(name) ?? []), line]);
      }
    }
  }
  const blocks = [...heads].map(([name, head]) =>
    [...head, ...(samples.get(name) ?? [])].join('\n'),
  );
  return `${blocks.join('\n')}\n`;
}
