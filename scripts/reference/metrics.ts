/** The metrics that a shop shows when it is asked for them, and those of the operator. */
import { createMetrics } from '@balcao/kit/metrics.ts';
import { localServices } from '../../services/local/src/services.ts';
import { createBackupMetrics } from '../../services/operator/src/backup-metrics.ts';
import { createKubeMetrics } from '../../services/operator/src/kube/kube-metrics.ts';
import { openWholeShop } from '../harness/whole-shop.ts';
import { sourcesOf } from './sources.ts';
import { code, table } from './table.ts';

interface MetricRow {
  name: string;
  type: string;
  help: string;
  of: string;
}

/** Node's own and the process's depend on the version of Node: they are not ours to list. */
const isOurs = ({ name }: { name: string }) => !/^(nodejs|process)_/.test(name);

/** Switches on what is off by default and has metrics; nobody is asked before there is an entry. */
const everything = {
  CATEGORY_OPINION_PROVIDER: 'openai',
  CATEGORY_OPINION_KEY: 'none',
  CATEGORY_OPINION_MODEL: 'none',
};

export async function metricTable(): Promise<string> {
  const shop = await openWholeShop({ LOG_LEVEL: 'silent', ...everything });
  const text = await fetch(`${shop.url}/metrics`).then((answer) => answer.text());
  await shop.close();
  const shown = shownIn(text).filter(isOurs);
  const rows = [...(await attributed(shown)), ...(await ofOperator(shown))];
  return table(
    ['metric', 'type', 'of', 'meaning'],
    rows.map(({ name, type, of, help }) => [code(name), type, of, help]),
  );
}

/** Reads the lines `# HELP name help` and `# TYPE name type`. */
function shownIn(text: string): Omit<MetricRow, 'of'>[] {
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
  return [...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', help = '']) => ({
    ...{ name, help },
    type: types.get(name) ?? 'untyped',
  }));
}

/** One that the kit makes is every service's. */
async function attributed(shown: readonly Omit<MetricRow, 'of'>[]): Promise<MetricRow[]> {
  const programs = ['kit', ...localServices.map(({ name }) => name)];
  const sources = await Promise.all(
    programs.map(async (program) => ({ program, files: await sourcesOf(program) })),
  );
  const rows = shown.map((metric) => {
    const maker = sources.findIndex(({ files }) =>
      files.some(({ text }) => text.includes(`'${metric.name}'`)),
    );
    const program = sources[maker]?.program;
    if (program === undefined) throw new Error(`no service makes ${metric.name}`);
    return { maker, row: { ...metric, of: program === 'kit' ? 'every service' : program } };
  });
  return rows
    .sort((one, other) => one.maker - other.maker || (one.row.name < other.row.name ? -1 : 1))
    .map(({ row }) => row);
}

async function ofOperator(shown: readonly { name: string }[]): Promise<MetricRow[]> {
  const { registry } = createMetrics('operator');
  createKubeMetrics(registry);
  createBackupMetrics(registry);
  const known = new Set(shown.map(({ name }) => name));
  return shownIn(await registry.metrics())
    .filter(({ name }) => !known.has(name))
    .map((metric) => ({ ...metric, of: 'operator' }));
}
