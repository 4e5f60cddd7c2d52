/** A pod's credentials are read from the files that the kubelet keeps up to date, and not at every call. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceAccountCredentials } from './service-account.ts';

describe('the service account of a pod', () => {
  let folder: string;
  let nowMs = 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'account-'));
    await writeFile(join(folder, 'ca.crt'), 'the authority');
    await writeFile(join(folder, 'token'), 'first\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const account = (host = '10.96.0.1') =>
    serviceAccountCredentials({ folder, host, port: '443', nowMs: () => nowMs });

  it('signs with its token, and takes a renewed one within a minute', async () => {
    const credentials = account();
    const headers = async () => {
      const options: RequestOptions = { headers: { Accept: 'text/plain' } };
      await credentials.applyToHTTPSOptions(options);
      assert.equal(String(options.ca), 'the authority');
      return options.headers;
    };
    assert.deepEqual(await headers(), { Accept: 'text/plain', Authorization: 'Bearer first' });
    await writeFile(join(folder, 'token'), 'second');
    assert.deepEqual(await headers(), { Accept: 'text/plain', Authorization: 'Bearer first' });
    nowMs += 60_000;
    assert.deepEqual(await headers(), { Accept: 'text/plain', Authorization: 'Bearer second' });
  });

  it('calls the server by its address, of either family', () => {
    assert.equal(account().getCurrentCluster()?.server, 'https://10.96.0.1:443');
    assert.equal(account('fd00::1').getCurrentCluster()?.server, 'https://[fd00::1]:443');
  });

  it('refuses to begin without its files', async () => {
    await rm(join(folder, 'token'));
    assert.throws(() => account(), { code: 'ENOENT' });
  });
});
