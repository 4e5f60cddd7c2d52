/** Protects: a Restore leaves nothing behind that a later `helm upgrade` would be refused for. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../kube/kube-object.ts';
import { releasedReplicas } from './release-replicas.ts';

const helm = {
  manager: 'helm',
  operation: 'Apply',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:template': { 'f:metadata': {} } } },
};
const scaler = { ...helm, manager: 'balcao-operator', operation: 'Update', subresource: 'scale' };
const ours = (fieldsV1: object) => ({
  ...helm,
  ...{ manager: 'balcao-operator', operation: 'Update', fieldsV1 },
});
const replicas = { 'f:spec': { 'f:replicas': {} } };

function deployment(...managedFields: object[]): KubeObject {
  const metadata = { namespace: 'shop', name: 'sales', resourceVersion: '7', managedFields };
  return { metadata, spec: { replicas: 3 } };
}

const left = (object: KubeObject) => releasedReplicas(object)?.metadata.managedFields;

describe('the replicas of a Deployment', () => {
  it('are let go, and nothing else is changed', () => {
    const object = deployment(helm, ours(replicas), scaler);
    assert.deepEqual(releasedReplicas(object), {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      ...deployment(helm, scaler),
    });
  });

  it('are let go alone where more is ours', () => {
    const annotations = { 'f:metadata': { 'f:annotations': { 'f:a': {} } } };
    assert.deepEqual(left(deployment(helm, ours({ ...replicas, ...annotations }))), [
      helm,
      ours(annotations),
    ]);
    const spec = { 'f:paused': {} };
    const both = { 'f:spec': { ...replicas['f:spec'], ...spec } };
    assert.deepEqual(left(deployment(ours(both))), [ours({ 'f:spec': spec })]);
  });

  it('are left alone where they are not ours', () => {
    for (const object of [
      deployment(helm),
      deployment({ ...ours(replicas), manager: 'kubectl-scale' }),
      { metadata: { name: 'sales' } },
    ])
      assert.equal(releasedReplicas(object), undefined);
  });
});
