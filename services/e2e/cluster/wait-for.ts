/** Waits for what a controller is to do, and says what stands in its way where it does not. */
import { namespace } from './installation.ts';
import { command, kubectl } from './kubectl.ts';

/**
 * @param what as `kubectl wait --for` has it
 * @param object kind/name, in the shop's namespace
 * @returns rejects with the object's status, the pods that do not run and the last warnings where it takes too long
 */
export async function waitFor(what: string, object: string, seconds = 240): Promise<void> {
  const args = ['-n', namespace, 'wait', `--for=${what}`, `--timeout=${seconds}s`, object];
  try {
    await command('kubectl', args, (seconds + 10) * 1000);
  } catch (cause) {
    throw new Error(`${object} is not ${what}.\n${await circumstances(object)}`, { cause });
  }
}

async function circumstances(object: string): Promise<string> {
  const told = await Promise.all([
    kubectl('get', object, '-o', 'jsonpath={.status}'),
    kubectl('get', 'pvc,jobs', '--no-headers'),
    kubectl('get', 'pods', '--no-headers', '--field-selector=status.phase!=Running', '-o', 'wide'),
    warnings(),
    command('kubectl', ['-n', 'kube-system', 'get', 'pods', '--no-headers']),
    operatorLog(),
  ]);
  return told.join('\n');
}

async function warnings(): Promise<string> {
  const sorted = ['--field-selector=type=Warning', '--sort-by=.lastTimestamp', '--no-headers'];
  return lastLines(await kubectl('get', 'events', ...sorted), 10);
}

/** Nothing where there is no operator. */
async function operatorLog(): Promise<string> {
  const ofOperator = ['-n', 'balcao-operator', '-l', 'app.kubernetes.io/name=balcao-operator'];
  return lastLines(await command('kubectl', ['logs', ...ofOperator, '--tail=10', '--prefix']), 20);
}

const lastLines = (text: string, count: number): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');
