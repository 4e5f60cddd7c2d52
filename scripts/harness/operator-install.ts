/** The operator's chart installed without pods, and a shop that lets in whoever runs under its account. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { operatorMachineId } from '../../services/contracts/api/machines.ts';
import type { RoleRule } from './audit-log.ts';
import type { Account } from './operator-process.ts';

const run = promisify(execFile);
const chartOf = (name: string) => fileURLToPath(new URL(`../../charts/${name}`, import.meta.url));
export const operatorChart = chartOf('balcao-operator');
/** Of the operator's release, its account and its namespace. */
export const operatorName = 'balcao-operator';
/** Where things are declared. */
export const namespace = 'declared';
/** What the operator gets into the shop with. */
export const machineSecret = 'a-secret-of-the-operator-for-tests';

/** Runs a program with this on its standard input; rejects with its error text. */
export async function runProgram(program: string, args: string[], input = ''): Promise<string> {
  const running = run(program, args, { maxBuffer: 256 * 1024 * 1024 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

export const kubectl = (args: string[], input = ''): Promise<string> =>
  runProgram('kubectl', args, input);

export async function installOperator(): Promise<void> {
  const options = ['--namespace', operatorName, '--create-namespace', '--set', 'replicas=0'];
  await runProgram('helm', ['upgrade', '--install', operatorName, operatorChart, ...options]);
  const definitions = `${operatorChart}/templates/crds`;
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', '-f', definitions]);
}

/** Where the shop is and how to get in, and the right to read Secrets that the shop's own chart gives. */
export async function letIn(url: string): Promise<void> {
  const shown = ['--show-only', 'templates/operator-access.yaml', '--set', 'operator.enabled=true'];
  const made = await runProgram('helm', [
    ...['template', 'shop', chartOf('balcao'), '--namespace', namespace],
    ...shown,
  ]);
  const roles = parseAllDocuments(made)
    .map((one) => one.toJS())
    .filter((one) => one?.kind !== 'Secret');
  const stringData = {
    clientId: operatorMachineId,
    clientSecret: machineSecret,
    'auth-url': url,
    'market-analyzer-url': url,
    'notifier-url': url,
  };
  const labels = { 'balcao.dev/shop-access': 'operator' };
  const secret = { apiVersion: 'v1', kind: 'Secret', stringData };
  const metadata = { name: 'shop-operator', namespace, labels };
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const all = [home, ...roles, { ...secret, metadata }];
  await kubectl(['apply', '-f', '-'], all.map((one) => stringify(one)).join('---\n'));
}

const config = z.object({
  clusters: z.tuple([
    z.object({
      cluster: z.object({ server: z.url(), 'certificate-authority-data': z.string() }),
    }),
  ]),
});

/** A new token of the chart's account, and where it is good. */
export async function newAccount(): Promise<Account> {
  const [text, token] = await Promise.all([
    kubectl(['config', 'view', '--raw', '--minify', '--flatten']),
    kubectl(['create', 'token', operatorName, '--namespace', operatorName, '--duration=2h']),
  ]);
  const { cluster } = config.parse(parse(text)).clusters[0];
  const { hostname: host, port } = new URL(cluster.server);
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString('utf8');
  return { host, port, ca, token: token.trim() };
}

const role = z.object({
  rules: z.array(
    z.object({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      verbs: z.array(z.string()),
    }),
  ),
});

/** Of all roles that the operator is given: the chart's, and the shop's. */
export async function readRules(): Promise<RoleRule[]> {
  const roles = await Promise.all([
    kubectl(['get', 'clusterrole', `${operatorName}-${operatorName}`, '-o', 'json']),
    kubectl(['get', 'role', operatorName, '--namespace', operatorName, '-o', 'json']),
    kubectl(['get', 'role', 'shop-operator', '--namespace', namespace, '-o', 'json']),
  ]);
  return roles.flatMap((text) => role.parse(JSON.parse(text)).rules);
}
