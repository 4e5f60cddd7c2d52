/** The dashboards and alert rules that the charts bring along, read and checked for what we rely on. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

export const repository = fileURLToPath(new URL('../../../../', import.meta.url));
export const chart = `${repository}charts/balcao/`;

export const charts = [chart, `${repository}charts/balcao-operator/`];

const rule = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.string().min(1),
  for: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
const ruleFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule).min(1) })).min(1),
});

const panel = z.looseObject({
  title: z.string().min(1),
  type: z.string(),
  gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int().max(24), h: z.int() }),
  datasource: z
    .strictObject({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) })
    .optional(),
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string().min(1) })).default([]),
});
const variable = z.looseObject({
  name: z.string(),
  type: z.string(),
  query: z.union([z.string(), z.looseObject({ query: z.string() })]),
});
const dashboard = z.looseObject({
  uid: z.string().min(1).max(40),
  title: z.string().min(1),
  schemaVersion: z.int().min(39),
  templating: z.strictObject({ list: z.array(variable) }),
  panels: z.array(panel).min(1),
});

export type Rule = z.infer<typeof rule>;
export type Dashboard = z.infer<typeof dashboard>;

/** Paths of a chart's files in a folder with an ending, sorted. */
export function chartFiles(of: string, folder: string, ending: string): string[] {
  return readdirSync(`${of}${folder}`)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${of}${folder}/${name}`);
}

/** Every recording and alerting rule of a chart, with its file's name. */
export function readRules(of: string): (Rule & { file: string })[] {
  return chartFiles(of, 'files/alerts', '.yaml').flatMap((path) =>
    ruleFile
      .parse(parse(readFileSync(path, 'utf8')))
      .groups.flatMap(({ rules }) => rules.map((one) => ({ ...one, file: basename(path) }))),
  );
}

export function readDashboards(of: string): (Dashboard & { file: string })[] {
  return chartFiles(of, 'files/dashboards', '.json').map((path) => ({
    ...dashboard.parse(JSON.parse(readFileSync(path, 'utf8'))),
    file: basename(path),
  }));
}
