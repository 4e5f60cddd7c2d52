/** Protects: every alert fires when it must and only then, looks at metrics that exist, and has a runbook. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { chartFiles, charts, readRules, repository } from './chart-files.ts';
import { knownMetrics } from './known-metrics.ts';
import { promtool, requireProgram } from './programs.ts';
import { metricNames } from './promql.ts';

const rules = charts.flatMap(readRules);
const filesOf = (folder: string, ending: string) =>
  charts.flatMap((chart) => chartFiles(chart, folder, ending));
const alerts = rules.filter(({ alert }) => alert !== undefined);
const runbooks = `${repository}docs/runbooks`;

describe('alert rules', () => {
  it('have names of their own, a severity, a summary and a description', () => {
    assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
    for (const { alert, labels, annotations } of alerts) {
      assert.match(labels.severity ?? '', /^(critical|warning)$/, alert);
      assert.ok(annotations.summary, alert);
      assert.ok(annotations.description, alert);
    }
  });

  it('point each to a runbook, and there is no other runbook', () => {
    for (const { alert, annotations } of alerts) {
      assert.equal(annotations.runbook_url, `docs/runbooks/${alert}.md`);
    }
    const names = readdirSync(runbooks).filter((name) => name !== 'README.md');
    assert.deepEqual(names.sort(), alerts.map(({ alert }) => `${alert}.md`).sort());
  });

  it('look at metrics that exist', () => {
    const known = knownMetrics(rules.flatMap(({ record }) => record ?? []));
    for (const { alert, record, expr } of rules) {
      const unknown = metricNames(expr).filter((name) => !known.has(name));
      assert.deepEqual(unknown, [], alert ?? record);
    }
  });
});

describe('runbooks', () => {
  for (const { alert } of alerts) {
    it(`${alert} says what it means, whom it hurts, how to look and what to do`, () => {
      const text = readFileSync(`${runbooks}/${alert}.md`, 'utf8');
      const headings = [...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading);
      assert.deepEqual(headings, [
        `# ${alert}`,
        '## Meaning',
        '## Impact',
        '## Diagnosis',
        '## Remedy',
      ]);
    });
  }
});

describe('alert rules by promtool', function () {
  this.timeout(120_000);
  let program: string;
  before(function () {
    program = requireProgram(this, 'promtool');
  });

  it('are valid', () => {
    promtool(program, ['check', 'rules', ...filesOf('files/alerts', '.yaml')]);
  });

  for (const file of filesOf('tests/alerts', '.test.yaml')) {
    it(`fire and do not fire as ${file.split('/').pop()} says`, () => {
      promtool(program, ['test', 'rules', file]);
    });
  }

  it('are tested each, firing and not firing', () => {
    const tests = filesOf('tests/alerts', '.test.yaml').map((file) => readFileSync(file, 'utf8'));
    for (const { alert } of alerts) {
      const count = (pattern: string) =>
        tests.join('\n').match(new RegExp(pattern, 'g'))?.length ?? 0;
      assert.ok(
        count(`alertname: ${alert}, exp_alerts: \\[\\]`) > 0,
        `${alert} is not tested at rest`,
      );
      assert.ok(
        count(`alertname: ${alert}\\n +exp_alerts:\\n +- `) > 0,
        `${alert} is not seen firing`,
      );
    }
  });
});
