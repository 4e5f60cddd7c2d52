/** Protects: whoever reads Portuguese is told of every alert that our charts define in Portuguese. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { alertTitles, labelsOf } from '../src/alert-titles.ts';

const rule = z.object({
  alert: z.string().optional(),
  annotations: z.object({ summary: z.string() }).optional(),
});
const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(rule) })) });

/** The English summary of each alert of both charts, by its name. */
function readSummaries(): Map<string, string> {
  const folders = ['balcao', 'balcao-operator'].map(
    (chart) => new URL(`../../../charts/${chart}/files/alerts/`, import.meta.url),
  );
  const texts = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8')),
  );
  const rules = texts.flatMap((text) =>
    ruleFile.parse(parse(text)).groups.flatMap(({ rules }) => rules),
  );
  return new Map(
    rules.flatMap(({ alert, annotations }) =>
      alert === undefined ? [] : [[alert, annotations?.summary ?? '']],
    ),
  );
}

describe('the Portuguese titles of alerts', () => {
  const summaries = readSummaries();

  it('are there for each alert of the charts, and for no other', () => {
    assert.deepEqual([...alertTitles.keys()].toSorted(), [...summaries.keys()].toSorted());
  });

  it('name what the English summary names', () => {
    for (const [name, summary] of summaries) {
      const named = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      assert.deepEqual(labelsOf(alertTitles.get(name) ?? ''), named, name);
    }
  });
});
