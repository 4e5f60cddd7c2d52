/** Definitions and objects outlive the chart: an upgrade changes neither, another installation goes on with both. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { declaredKinds } from '../../../scripts/harness/declared-objects.ts';
import {
  declare,
  isAsDeclared,
  makeHookSecret,
} from '../../../scripts/harness/operator-figures.ts';
import {
  kubectl,
  namespace,
  operatorChart,
  operatorName,
  runProgram,
} from '../../../scripts/harness/operator-install.ts';
import { operated } from './setup.ts';

const n = 8_000;
const release = ['--namespace', operatorName];
const install = ['upgrade', '--install', operatorName, operatorChart, ...release];
const helm = (args: string[]) => runProgram('helm', args);

describe("the operator's chart", function () {
  this.timeout(300_000);

  /** Definitions and objects, by what they keep for as long as they live. */
  async function uids(): Promise<string[]> {
    const kinds = declaredKinds.map(({ type }) => type.plural);
    const uid = ['-o', 'jsonpath={.items[*].metadata.uid}'];
    const [objects, definitions] = await Promise.all([
      kubectl(['get', kinds.join(','), '-n', namespace, ...uid]),
      kubectl(['get', 'crd', ...kinds.map((plural) => `${plural}.balcao.dev`), ...uid]),
    ]);
    return `${objects} ${definitions}`.split(' ').sort();
  }

  it('keeps definitions and objects when it is upgraded and when it is uninstalled', async () => {
    await makeHookSecret();
    for (const kind of declaredKinds) await declare(operated(), { kind, n, version: 0 });
    const operator = await operated().startOperator('installed-first');
    await operator.leads();
    await isAsDeclared(operated());
    await operator.stop();
    const before = await uids();
    assert.ok(before.length >= 6);
    await helm([...install, '--set', 'replicas=0', '--set', 'logLevel=debug']);
    assert.deepEqual(await uids(), before);
    await helm(['uninstall', operatorName, ...release, '--wait']);
    assert.deepEqual(await uids(), before);
  });

  it('goes on, installed anew, with what is there: changes and deletions of the time between', async () => {
    const [gone, ...changed] = declaredKinds;
    for (const kind of changed) await declare(operated(), { kind, n, version: 1 });
    const deletion = ['delete', gone?.type.plural ?? '', `object-${n}`, '-n', namespace];
    await kubectl([...deletion, '--wait=false']);
    const before = await uids();
    await helm([...install, '--set', 'replicas=0']);
    assert.deepEqual(await uids(), before, 'the one that is deleted waits for its clean-up');
    const operator = await operated().startOperator('installed-anew');
    await operator.leads();
    await isAsDeclared(operated());
    await operator.stop();
    assert.equal((await uids()).length, before.length - 1);
  });
});
