/** Opens a cluster with the operator's chart and a shop beside it, for all of these tests together. */
import {
  type OperatedCluster,
  openOperatedCluster,
} from '../../../scripts/harness/operated-cluster.ts';

let opened: OperatedCluster | undefined;

export function operated(): OperatedCluster {
  if (opened === undefined) throw new Error('the cluster is not open yet');
  return opened;
}

const positive = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} is a number from 1`);
  return value;
};

/** Of each kind, beside which changes are made and measured. */
export const objects = positive('BALCAO_OPERATOR_OBJECTS', 1_000);
/** How often an operator is killed. */
export const kills = positive('BALCAO_OPERATOR_KILLS', 30);

export const mochaHooks = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(300_000);
    const program = process.env.BALCAO_CLUSTER_PROGRAM;
    if (program === undefined)
      throw new Error(
        'BALCAO_CLUSTER_PROGRAM names what does `kill`, `restart` and `logs audit` to this cluster',
      );
    opened = await openOperatedCluster(program);
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(300_000);
    await opened?.close();
  },
};
