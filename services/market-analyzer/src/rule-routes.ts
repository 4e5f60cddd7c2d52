/** Rules on prices over HTTP. */
import {
  createRuleRequest,
  type Rule,
  rule,
  ruleListQuery,
  rulePage,
  updateRuleRequest,
} from '@balcao/contracts/api/market-rules.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { requireManager } from '@balcao/kit/http/require-manager.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { nilId, readIdCursor } from './read-id-cursor.ts';
import { requireInhibitors } from './require-inhibitors.ts';
import { type RuleLimits, requireRoom } from './require-room.ts';
import { deleteRule, findRule, insertRule, listRules, lockRule, updateRule } from './rule-store.ts';
import { endAlertsOfRule } from './tell-alerts.ts';

interface RuleRouteDeps {
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  limits: RuleLimits;
}

const path = '/market/rules';

export function ruleRoutes(deps: RuleRouteDeps): Route[] {
  return [listRoute(deps), createRoute(deps), getRoute(deps), updateRoute(deps), deleteRoute(deps)];
}

function answer(status: number, body: Rule): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute({ db }: RuleRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List rules, with where each of their symbols stands',
      access: 'market:read',
      query: ruleListQuery,
      answers: { 200: rulePage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listRules(db, { limit, after: readIdCursor(cursor) ?? nilId });
      const body = toPage(rows, limit, { item: (row) => row, key: ({ id }) => [id] });
      return { status: 200, body };
    },
  );
}

function createRoute({ now, limits }: RuleRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path,
      summary:
        'Add a rule, which judges the quotes that come from now on, and a threshold also the latest ones',
      access: 'market:write',
      body: createRuleRequest,
      answers: { 201: rule },
      problems: ['already_exists', 'conflict'],
    },
    async (tx, { body: { id = newId(), ...fields }, caller: { role } }) => {
      requireManager({ role, before: null, wanted: fields.managedBy });
      await requireRoom(tx, { id, ...fields }, limits);
      await requireInhibitors(tx, { id, ...fields });
      return answer(201, await insertRule(tx, { id, ...fields }, now()));
    },
  );
}

function getRoute({ db }: RuleRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: `${path}/:id`,
      summary: 'Read a rule, with where each of its symbols stands',
      access: 'market:read',
      params: idParams,
      answers: { 200: rule },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await findRule(db, id)),
  );
}

function updateRoute({ outbox, now, limits }: RuleRouteDeps): Route {
  return writeRoute(
    {
      method: 'put',
      path: `${path}/:id`,
      summary:
        'Change the rule that has the version in If-Match: its alerts end, and it begins anew',
      access: 'market:write',
      params: idParams,
      body: updateRuleRequest,
      answers: { 200: rule },
      problems: ['not_found', 'managed_elsewhere', 'version_mismatch', 'conflict'],
    },
    async (tx, { params: { id }, body, header, caller: { role } }) => {
      const before = await lockRule(tx, id);
      requireManager({ role, before: before.managedBy, wanted: body.managedBy });
      requireVersion(header('if-match'), before.version);
      await requireRoom(tx, { id, ...body }, limits);
      await requireInhibitors(tx, { id, ...body });
      await endAlertsOfRule(tx, { ruleId: id, now: now() }, outbox);
      return answer(200, await updateRule(tx, { id, ...body }, now()));
    },
  );
}

function deleteRoute({ outbox, now }: RuleRouteDeps): Route {
  return writeRoute(
    {
      method: 'delete',
      path: `${path}/:id`,
      summary:
        'Delete a rule: its open alerts end, and all of them stay; rules that it inhibited are inhibited by it no more',
      access: 'market:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'managed_elsewhere', 'version_mismatch'],
    },
    async (tx, { params: { id }, header, caller: { role } }) => {
      const before = await lockRule(tx, id);
      requireManager({ role, before: before.managedBy, wanted: null });
      requireVersion(header('if-match'), before.version);
      await endAlertsOfRule(tx, { ruleId: id, now: now() }, outbox);
      await deleteRule(tx, id);
      return { status: 204 };
    },
  );
}
