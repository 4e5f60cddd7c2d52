/** Back to the version before and forth again, while the shop sells: `BALCAO_PREVIOUS` names its chart's folder. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chartDir, installedValues } from './chart.ts';
import { namespace, release } from './installation.ts';
import { command, everyServiceReady } from './kubectl.ts';
import { underTraffic } from './under-traffic.ts';

const previousChart = process.env.BALCAO_PREVIOUS;
/** All services start anew at once, twice, on what may be two processors that carry the load as well. */
const perSecond = 10;
/** The tag of the images that were built from the version before. */
const previousTag = 'previous';

async function upgrade(chart: string, ...more: string[]): Promise<void> {
  const args = [release, chart, '-n', namespace, ...installedValues(), ...more];
  await command('helm', ['upgrade', ...args, '--wait', '--timeout', '4m'], 300_000);
  await everyServiceReady();
}

describe('while the shop sells', function () {
  this.timeout(700_000);

  it('the version before takes over, and this one again, without a failed request', async function () {
    if (previousChart === undefined) return this.skip();
    const report = await underTraffic(
      async () => {
        await upgrade(previousChart, '--set', `image.tag=${previousTag}`);
        await upgrade(chartDir);
      },
      { perSecond },
    );
    assert.deepEqual(
      report.failures,
      {},
      'at most a 503 with Retry-After, whose repeat is answered',
    );
  });
});
