/** Guarantees of managed objects: marked by machines alone, changed by them alone. */
import assert from 'node:assert/strict';
import { managedBy, managementRefusal } from './managed-by.ts';
import { personRoles } from './permissions.ts';

const here = 'kubernetes:shop/AlertRule/usd-jump';

describe('managed objects', () => {
  it('are changed, taken over and handed over by a machine', () => {
    for (const before of [null, here, 'terraform:shop/dollar'])
      for (const wanted of [null, here])
        assert.equal(managementRefusal({ role: 'machine', before, wanted }), undefined);
  });

  it('are closed to people, who are told where they are changed; all others are not', () => {
    for (const role of personRoles) {
      for (const wanted of [null, here, 'kubernetes:shop/AlertRule/mine']) {
        const refusal = managementRefusal({ role, before: here, wanted });
        assert.equal(refusal?.code, 'managed_elsewhere');
        assert.ok(refusal.detail.includes(here));
      }
      assert.equal(managementRefusal({ role, before: null, wanted: here })?.code, 'forbidden');
      assert.equal(managementRefusal({ role, before: null, wanted: null }), undefined);
    }
  });

  it('are marked by a system and a place in it', () => {
    for (const good of [here, 'kubernetes:a/Channel/b.c_d', `k8s-2:${'x'.repeat(300)}`])
      assert.equal(managedBy.safeParse(good).success, true, good);
    for (const bad of [
      '',
      'kubernetes',
      'kubernetes:',
      'Kubernetes:a',
      'a:b c',
      'a:b:c',
      `a:${'x'.repeat(301)}`,
    ])
      assert.equal(managedBy.safeParse(bad).success, false, bad);
  });
});
