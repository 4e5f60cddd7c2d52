/** Protects: a command line that cannot be meant says what to write instead. */
import assert from 'node:assert/strict';
import { readOptions, UsageError } from './options.ts';

const known = ['auth', 'product', 'sales'];
const read = (...args: string[]) => readOptions(args, known, '/data');

describe('the options of npm start', () => {
  it('start everything on port 8080, or the next free one, by default', () => {
    const { targets, port, isPortGiven, host, dataDir, hasProcesses } = read();
    assert.deepEqual(
      { targets, port, isPortGiven, host, dataDir, hasProcesses },
      {
        targets: known,
        port: 8080,
        isPortGiven: false,
        host: '127.0.0.1',
        dataDir: '/data',
        hasProcesses: false,
      },
    );
  });

  it('take some services, a port and a folder', () => {
    const { targets, port, isPortGiven, dataDir } = read(
      '--target=sales, auth',
      '--port',
      '0',
      '--data',
      '/srv',
    );
    assert.deepEqual([targets, port, isPortGiven, dataDir], [['sales', 'auth'], 0, true, '/srv']);
  });

  for (const args of [
    ['--target', 'till'],
    ['--port', '80a'],
    ['--port', '70000'],
    ['--prot', '1'],
    ['--demo', '--days', '0'],
    ['--demo', '--until', '2026-02-30'],
    ['--demo', '--until', 'yesterday'],
    ['extra'],
  ]) {
    it(`refuse ${args.join(' ')}`, () => {
      assert.throws(() => read(...args), UsageError);
    });
  }
});
