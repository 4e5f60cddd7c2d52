/** As much of PromQL as it takes to find the metrics in an expression. */

/** Ends of a histogram's series; its metric is named without them. */
const histogramSuffix = /_(bucket|sum|count)$/;
const grouping = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const words = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** The selectors of an expression, each metric with its matchers and without its range. */
export function selectors(expr: string): string[] {
  const found = expr
    .replaceAll(grouping, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .matchAll(/(?<![\w.:$])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()(\{[^}]*\})?/g);
  return [...found]
    .filter(([, name = '']) => !words.has(name.toLowerCase()))
    .map(([, name = '', matchers = '']) => `${name}${matchers}`);
}

/** The metrics of an expression; those of a histogram by the histogram's name. */
export function metricNames(expr: string): string[] {
  const names = selectors(expr).map((selector) => selector.replace(/\{.*/s, ''));
  return [...new Set(names.map((name) => name.replace(histogramSuffix, '')))];
}
