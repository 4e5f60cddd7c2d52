/** The optional servers of a test run: a suite that needs one which is absent says so by being skipped. */

export type ServerVariable = 'TEST_AMQP_URL' | 'TEST_REDIS_URL';

/**
 * The address of a server, for a suite's `before` hook. Where there is none the suite is skipped, or fails
 * when the run demands every server (`BALCAO_TEST_REQUIRE_SERVERS=1`).
 */
export function serverUrl(suite: Mocha.Context, variable: ServerVariable): string {
  const url = process.env[variable];
  if (url !== undefined && url !== '') return url;
  if (process.env.BALCAO_TEST_REQUIRE_SERVERS === '1') throw new Error(`${variable} is not set`);
  return suite.skip();
}
