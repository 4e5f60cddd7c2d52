/** The chart and the values that the tests install it with. */
import { fileURLToPath } from 'node:url';
import { extraValues } from './installation.ts';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const chartDir = fileOf('../../../charts/balcao');

/** Arguments of helm that name the values which the tests of this chart's version install it with. */
export function installedValues(chart = chartDir): string[] {
  const files = [`${chart}/values-kind.yaml`, `${chart}/../../services/e2e/cluster/values.yaml`];
  if (extraValues !== undefined) files.push(extraValues);
  return files.flatMap((file) => ['-f', file]);
}
