/** `npm run chart:docs`: writes the tables of each chart's README from its values.yaml, or (`--check`) says that they have drifted. */
import { readFile, writeFile } from 'node:fs/promises';
import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import { code, table } from './reference/table.ts';

interface Row {
  path: string;
  value: string;
  help: string;
}

const charts = ['charts/balcao', 'charts/balcao-operator'];
const begin = '<!-- values: made by npm run chart:docs -->';
const end = '<!-- end of values -->';
const helpMark = /^ -- /;

for (const chart of charts) await document(chart);

async function document(chart: string): Promise<void> {
  const folder = new URL(`../${chart}/`, import.meta.url);
  const readme = new URL('README.md', folder);
  const { contents } = parseDocument(await readFile(new URL('values.yaml', folder), 'utf8'));
  if (!isMap(contents)) throw new Error(`values.yaml of ${chart} is no map`);
  const before = await readFile(readme, 'utf8');
  const [head, rest = ''] = before.split(begin);
  const [, tail] = rest.split(end);
  if (tail === undefined)
    throw new Error(`${chart}/README.md has no section from ${begin} to ${end}`);
  const made = sections(rowsOf(contents, [])).join('\n\n');
  const after = `${head}${begin}\n\n${made}\n\n${end}${tail}`;
  if (before === after) {
    process.stdout.write(`${chart}/README.md is up to date.\n`);
  } else if (process.argv[2] === '--check') {
    process.stderr.write(`${chart}/README.md is out of date: run npm run chart:docs\n`);
    process.exitCode = 1;
  } else {
    await writeFile(readme, after);
    process.stdout.write(`Written: ${chart}/README.md\n`);
  }
}

/** A table for each key of the top, those without keys of their own in one at the end. */
function sections(rows: readonly Row[]): string[] {
  const helpOf = new Map(rows.map(({ path, help }) => [path, help]));
  const groups = Map.groupBy(rows, ({ path }) => (path.includes('.') ? path.split('.')[0] : ''));
  const others = groups.get('') ?? [];
  groups.delete('');
  const tables = [...groups].map(([key, own]) => `### ${key}\n\n${valueTable(own, helpOf)}`);
  return [...tables, `### Others\n\n${valueTable(others, helpOf)}`];
}

function valueTable(group: readonly Row[], helpOf: ReadonlyMap<string, string>): string {
  const rows = group.map(({ path, value, help }) => [
    ...[code(path), code(value)],
    help || inherited(path, helpOf),
  ]);
  return table(['value', 'default', 'help'], rows);
}

/** What a service's entry sets is explained where its default is, or above that. */
function inherited(path: string, helpOf: ReadonlyMap<string, string>): string {
  const parts = path.replace(/^services\.[^.]+\./, 'defaults.').split('.');
  const names = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const help = names.map((name) => helpOf.get(name)).find(Boolean);
  if (help === undefined) throw new Error(`${path} has no help: a line "# -- …" above it`);
  return help;
}

/** A setting with help is a row, whatever it holds; a map without goes on; anything else is a row without help. */
function rowsOf(map: YAMLMap, path: readonly string[]): Row[] {
  return map.items.flatMap((pair, index) => {
    const { key, value } = pair;
    if (!isScalar(key)) throw new Error(`a key under ${path.join('.')} is no text`);
    const own = [...path, String(key.value)];
    const help = helpAbove(
      index === 0 ? [key.commentBefore, map.commentBefore] : [key.commentBefore],
    );
    if (help === '' && isMap(value)) return rowsOf(value, own);
    return [{ path: own.join('.'), value: JSON.stringify(value), help }];
  });
}

/** The last help line of the comments; the one above a map's first key belongs to the map. */
function helpAbove(comments: readonly (string | null | undefined)[]): string {
  const lines = comments.flatMap((comment) => comment?.split('\n') ?? []);
  return lines.findLast((line) => helpMark.test(line))?.replace(helpMark, '') ?? '';
}
