/** The operator as its chart installs it, for tests that need one: with its definitions, which go with it again. */
import { fileURLToPath } from 'node:url';
import { command } from './kubectl.ts';
import { makeNamespace } from './namespaces.ts';

const chart = fileURLToPath(new URL('../../../charts/balcao-operator', import.meta.url));
/** The shops' charts let in who has this name in this namespace. */
const operator = 'balcao-operator';
const ofRelease = ['-n', operator];

export async function installOperator(): Promise<void> {
  await makeNamespace(operator);
  await command('helm', ['install', operator, chart, ...ofRelease, '--wait']);
}

/** Without a word to it; another pod begins at once. */
export async function killOperator(): Promise<void> {
  const killed = ['delete', 'pod', '--all', '--force', '--grace-period=0'];
  await command('kubectl', [...ofRelease, ...killed]);
}

export async function removeOperator(): Promise<void> {
  await command('helm', ['uninstall', operator, ...ofRelease, '--wait']);
  await command('kubectl', ['delete', '-f', `${chart}/templates/crds`]);
  await command('kubectl', ['delete', 'namespace', operator]);
}
