/** `docs/reference.md`: what the source says of itself, in tables and drawings. */
import { problemCodes } from '../../services/contracts/problems.ts';
import { eventDrawing, eventRows, eventTable } from './events.ts';
import { metricTable } from './metrics.ts';
import { permissionTable } from './permissions.ts';
import { ownSettings, settingTable, sharedSettings } from './settings.ts';
import { orderDrawing, paymentDrawing } from './statuses.ts';
import { code, table } from './table.ts';

export const referenceFile = new URL('../../docs/reference.md', import.meta.url);

export async function reference(): Promise<string> {
  const events = await eventRows();
  const parts = [
    '# Reference',
    'Made from the source by `npm run docs`; a test fails where it is out of date. Why things are as they are is in ' +
      '[ARCHITECTURE.md](../ARCHITECTURE.md), what each service promises in its README, its API in its `openapi.json`.',
    '## Events',
    'Who tells what to whom; an event that nobody listens to is not drawn.',
    eventDrawing(events),
    eventTable(events),
    '## Orders and payments',
    'The states of an order:',
    orderDrawing(),
    'Those of a payment:',
    paymentDrawing(),
    '## Permissions',
    await permissionTable(),
    '## Problems',
    'The `code` of an answer that is no success.',
    problemTable(),
    '## Settings',
    'Environment variables. Each may be given as `…_FILE` with the path of a file that holds the value. Every service has ' +
      'these; its `PORT` is its own:',
    settingTable(sharedSettings),
    ...Object.entries(ownSettings).flatMap(([name, settings]) => [
      `### ${name}`,
      settingTable(settings),
    ]),
    '## Metrics',
    'At `/metrics`, beside those of Node and of the process. A histogram has `_bucket`, `_sum` and `_count`.',
    await metricTable(),
  ];
  return `${parts.join('\n\n')}\n`;
}

function problemTable(): string {
  const rows = Object.entries(problemCodes).map(([name, { status, title }]) => [
    ...[code(name), String(status)],
    title,
  ]);
  return table(['code', 'status', 'meaning'], rows);
}
