/** Prometheus and promtool for tests, where they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../../../../scripts/servers/ports.ts';
import { findProgram, launch, type TestServer } from '../../../../scripts/servers/server.ts';
import { removeAtEnd } from '../../../local/src/guard.ts';
import { chart } from './chart-files.ts';

const packages = {
  prometheus: 'Debian package prometheus',
  promtool: 'Debian package prometheus',
  helm: 'helm.sh',
};

/** The path of a program, for a `before` hook. Without it the suite is skipped, or fails where all servers are demanded. */
export function requireProgram(suite: Mocha.Context, name: keyof typeof packages): string {
  const found = findProgram([name]);
  if (found !== undefined) return found;
  if (process.env.BALCAO_TEST_REQUIRE_SERVERS === '1') {
    throw new Error(`${name} is not installed (${packages[name]})`);
  }
  return suite.skip();
}

/** Runs promtool and answers what it printed; throws when it is not content. */
export function promtool(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`promtool ${args[0]} ${args[1]}:\n${stdout}${stderr}`);
  return stdout;
}

/** A Prometheus that scrapes one target every second and judges the chart's rules. */
export async function startPrometheus(command: string, target: string): Promise<TestServer> {
  const home = await mkdtemp(join(tmpdir(), 'balcao-prometheus-'));
  removeAtEnd(home);
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [`${chart}files/alerts/*.yaml`],
    scrape_configs: [{ job_name: 'shop', static_configs: [{ targets: [target] }] }],
  };
  await writeFile(join(home, 'prometheus.yml'), stringify(config));
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  return launch({
    name: 'prometheus',
    url,
    command,
    args: [
      `--config.file=${join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    env: { PATH: process.env.PATH },
    cwd: home,
    probe: async () => {
      const { ok } = await fetch(`${url}/-/ready`);
      if (!ok) throw new Error('not ready');
    },
    startTimeoutMs: 30_000,
  });
}
