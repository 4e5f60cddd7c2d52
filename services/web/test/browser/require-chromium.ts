/** The browser that a test needs, or the reason why it is not run. */
import { findChromium } from '../../../../scripts/servers/chromium.ts';

/**
 * For a suite's `before` hook: the path of Chromium. Where there is none the suite is skipped, or fails when the run
 * demands every server (`BALCAO_TEST_REQUIRE_SERVERS=1`).
 */
export function requireChromium(suite: Mocha.Context): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env.BALCAO_TEST_REQUIRE_SERVERS === '1') throw new Error('there is no Chromium');
  return suite.skip();
}
