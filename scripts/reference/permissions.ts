/** Who may do what, and which services ask for it. */
import { readFile } from 'node:fs/promises';
import { allPermissions, isAllowed, roles } from '../../services/contracts/permissions.ts';
import { prefixes } from '../../services/contracts/prefixes.ts';
import { root } from './sources.ts';
import { code, table } from './table.ts';

export async function permissionTable(): Promise<string> {
  const documents = await Promise.all(
    Object.keys(prefixes).map(async (service) => ({
      service,
      text: await readFile(new URL(`services/${service}/openapi.json`, root), 'utf8'),
    })),
  );
  const rows = allPermissions.map((permission) => {
    const askers = documents.filter(({ text }) => text.includes(`"x-permission": "${permission}"`));
    return [
      code(permission),
      ...roles.map((role) => (isAllowed(role, permission) ? 'yes' : '')),
      askers.length === documents.length
        ? 'every service'
        : askers.map(({ service }) => service).join(', '),
    ];
  });
  return table(['permission', ...roles, 'asked for by operations of'], rows);
}
