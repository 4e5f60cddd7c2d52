/** Whether a label selector of one label and its value means an object. */
import type { KubeObject } from '../src/kube/kube-object.ts';

export function isSelected({ metadata }: KubeObject, selector: string | undefined): boolean {
  const [name = '', value] = selector?.split('=') ?? [];
  return selector === undefined || metadata.labels?.[name] === value;
}
