/**
 * From an earlier version to this one, back and forth again, while the shop sells: `BALCAO_PREVIOUS` names the folder
 * of the earlier chart, whose schema is older. What was in the shop before is deleted.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chartDir, installedValues } from './chart.ts';
import { isOwn, namespace, release } from './installation.ts';
import { command, everyServiceReady, kubectl } from './kubectl.ts';
import { asSuperuser, sql } from './sql.ts';
import { assertNothingFailed, underTraffic } from './under-traffic.ts';

const previousChart = process.env.BALCAO_PREVIOUS;
/** All services start anew at once, thrice, on what may be two processors that carry the load as well. */
const perSecond = 10;
/** Of the images that were built from the earlier version. */
const previousTag = ['--set', 'image.tag=previous'];

describe('while the shop sells', function () {
  this.timeout(900_000);

  it('this version follows an earlier one and migrates its data, goes back and comes again, without a failed request', async function () {
    if (previousChart === undefined || !isOwn) return this.skip();
    await beginWith(previousChart);
    const migrationsBefore = await countMigrations();
    const report = await underTraffic(
      async () => {
        await helm('upgrade', chartDir);
        await helm('upgrade', previousChart, previousTag);
        await helm('upgrade', chartDir);
      },
      { perSecond },
    );
    assert.ok((await countMigrations()) > migrationsBefore, 'the schema has changed meanwhile');
    assertNothingFailed(report);
  });
});

/** An earlier version's shop in the place of this one's, with empty databases. */
async function beginWith(chart: string): Promise<void> {
  await command('helm', ['uninstall', release, '-n', namespace, '--wait']);
  await kubectl('delete', 'persistentvolumeclaims', '--all');
  await helm('install', chart, previousTag);
}

async function helm(
  verb: 'install' | 'upgrade',
  chart: string,
  more: string[] = [],
): Promise<void> {
  const args = [verb, release, chart, '-n', namespace, ...installedValues(chart), ...more];
  await command('helm', [...args, '--wait', '--timeout', '4m'], 300_000);
  await everyServiceReady();
}

/** How many migrations the databases of all services have had. */
async function countMigrations(): Promise<number> {
  const isOurs = "datallowconn AND datname NOT IN ('postgres', 'template1')";
  const names = await sql(asSuperuser, `SELECT datname FROM pg_database WHERE ${isOurs}`);
  const counts = await Promise.all(
    names
      .trim()
      .split('\n')
      .map((name) => sql(asSuperuser, 'SELECT count(*) FROM service_migration', name)),
  );
  return counts.reduce((sum, count) => sum + Number(count), 0);
}
