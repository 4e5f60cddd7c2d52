/**
 * Pure: gives `spec.replicas` of a Deployment back to whoever comes next. Who writes a field owns it from then on, and
 * whoever then applies another value, as `helm upgrade` does, is refused for it until the owner lets go. Applying the
 * object without the field would not do: what nobody owns any more is taken away, and one replica is the default.
 */
import { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';

/** What the API server calls this operator, by its user agent, as the author of whole objects. */
const manager = 'balcao-operator';

const fields = z.record(z.string(), z.unknown());
const entry = z.looseObject({
  manager: z.string(),
  operation: z.string(),
  subresource: z.string().optional(),
  fieldsV1: z.looseObject({ 'f:spec': fields.optional() }),
});
type Entry = z.output<typeof entry>;

const managed = z.looseObject({ managedFields: z.array(entry) });

/** The object to be written; undefined where the field is not ours. */
export function releasedReplicas(object: KubeObject): KubeObject | undefined {
  const { data } = managed.safeParse(object.metadata);
  if (data === undefined || !data.managedFields.some(isOurs)) return undefined;
  const managedFields = data.managedFields.flatMap((one) => (isOurs(one) ? without(one) : [one]));
  return {
    ...object,
    // A list's items do not say what they are.
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { ...object.metadata, managedFields },
  };
}

function isOurs({ manager: of, operation, subresource, fieldsV1 }: Entry): boolean {
  const isWhole = operation === 'Update' && subresource === undefined;
  return of === manager && isWhole && fieldsV1['f:spec']?.['f:replicas'] !== undefined;
}

/** None where nothing is left of it. */
function without(one: Entry): Entry[] {
  const { 'f:spec': spec, ...others } = one.fieldsV1;
  const { 'f:replicas': _, ...rest } = spec ?? {};
  const fieldsV1 = Object.keys(rest).length === 0 ? others : { ...others, 'f:spec': rest };
  return Object.keys(fieldsV1).length === 0 ? [] : [{ ...one, fieldsV1 }];
}
