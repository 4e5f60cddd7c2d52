/** A bucket keeps what it is given, whole or not at all, whatever the network and the server do. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLogger } from '@balcao/kit/log.ts';
import { BackupFailure } from '../src/backup-failure.ts';
import { createS3Client, type S3Settings } from '../src/s3-client.ts';
import { createS3Storage } from '../src/s3-storage.ts';
import type { Storage } from '../src/storage.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

const log = createLogger({ level: 'silent' });
const patience = { attempts: 4, timeoutMs: 5_000, firstDelayMs: 1 };
const mebibyte = 1024 * 1024;

describe('a bucket', function () {
  this.timeout(60_000);
  let home: string;
  let server: S3Server;
  let storage: Storage;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'balcao-s3-'));
    server = await startS3Server(home);
    storage = open();
  });
  afterEach(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  const open = (changes: Partial<S3Settings> = {}, timeoutMs = 5_000) =>
    createS3Storage(
      createS3Client({ ...server.settings, ...changes }, log, { ...patience, timeoutMs }),
      'shops/one/',
    );

  async function* chunks(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }

  async function sumOf(name: string): Promise<string> {
    const hash = createHash('sha256');
    const content = await storage.read(name);
    assert.ok(content !== null, `${name} is there`);
    for await (const bytes of content) hash.update(bytes);
    return hash.digest('hex');
  }

  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const refused = (code: string, says: RegExp) => (error: unknown) =>
    error instanceof BackupFailure && error.code === code && says.test(error.message);

  for (const size of [0, 1, 8 * mebibyte, 8 * mebibyte + 1, 20 * mebibyte])
    it(`gives back a file of ${size} bytes as it was`, async () => {
      const bytes = randomBytes(size);
      await storage.write('a/file', chunks(bytes));
      assert.equal(await storage.size('a/file'), size);
      assert.equal(await sumOf('a/file'), sha256(bytes));
      assert.equal(server.openUploads(), 0);
    });

  it('holds a few parts of a large file in memory, however large it is', async () => {
    const part = Buffer.alloc(mebibyte, 7);
    async function* large() {
      for (let n = 0; n < 200; n += 1) yield part;
    }
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    let highest = 0;
    const watched = createS3Storage(
      {
        async send(request) {
          collect();
          highest = Math.max(highest, process.memoryUsage().arrayBuffers);
          const headers = new Headers({ etag: '"x"' });
          const body = Buffer.from('<UploadId>1</UploadId>');
          return { status: 200, headers, body: request.method === 'POST' ? body : Buffer.alloc(0) };
        },
      },
      '',
    );
    collect();
    const before = process.memoryUsage().arrayBuffers;
    await watched.write('large', large());
    assert.ok(highest - before < 30 * mebibyte, `${(highest - before) / mebibyte} MiB`);
  });

  it('says that it has no such file', async () => {
    assert.equal(await storage.size('a/none'), null);
    assert.equal(await storage.read('a/none'), null);
    await storage.removeFile('a/none');
  });

  it('lists and removes what a backup has, over several pages, and nothing beside it', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].flatMap((folder) =>
      ['1', '2', '3', '4', 'manifest.json'].map((file) => `${folder}/${file}`),
    );
    for (const name of names) await storage.write(name, chunks(Buffer.from(name)));
    const client = createS3Client(server.settings, log, patience);
    const neighbour = createS3Storage(client, 'shops/one-more/');
    await neighbour.write('z/file', chunks(Buffer.from('z')));
    assert.deepEqual(await storage.list(), ['a', 'b', 'c', 'd', 'e']);
    await storage.removeAll('b');
    assert.deepEqual(await storage.list(), ['a', 'c', 'd', 'e']);
    assert.deepEqual(await neighbour.list(), ['z']);
    const removed = server.requests.filter((request) => request.startsWith('DELETE'));
    assert.equal(removed[0], 'DELETE shops/one/b/manifest.json', 'first it is unfinished');
  });

  const passing = [
    { fault: 'slow-down', kind: /./ },
    { fault: 'cut-upload', kind: /^PUT .*partNumber=2/ },
    { fault: 'lost-answer', kind: /^PUT .*partNumber=1/ },
    { fault: 'lost-answer', kind: /^POST .*uploadId/ },
    { fault: 'error-in-200', kind: /^POST .*uploadId/ },
    { fault: 'cut-download', kind: /^GET/ },
    { fault: 'lost-answer', kind: /^HEAD/ },
  ] as const;
  for (const { fault, kind } of passing)
    it(`is asked again, and nothing is lost: ${fault} of ${kind.source}`, async () => {
      const bytes = randomBytes(18 * mebibyte);
      server.fail(fault, kind, 2);
      await storage.write('a/file', chunks(bytes));
      assert.equal(await sumOf('a/file'), sha256(bytes));
      assert.equal(server.openUploads(), 0);
    });

  it('is given up after some attempts, and leaves no half file and no open upload', async () => {
    server.fail('slow-down', /^PUT .*partNumber=2/, 100);
    const write = storage.write('a/file', chunks(randomBytes(18 * mebibyte)));
    await assert.rejects(write, refused('storage_unavailable', /PUT .*a\/file: 503 SlowDown/));
    assert.equal(await storage.size('a/file'), null);
    assert.equal(server.openUploads(), 0);
    assert.equal(server.requests.filter((request) => request.includes('partNumber=2')).length, 4);
  });

  it('that never answers is given up in time', async () => {
    server.fail('silence', /./, 100);
    const size = open({}, 50).size('a/file');
    await assert.rejects(size, refused('storage_unavailable', /HEAD .*timeout/));
  });

  it('that is not there is told', async () => {
    const nowhere = open({ endpoint: 'http://127.0.0.1:1' });
    await assert.rejects(nowhere.list(), refused('storage_unavailable', /ECONNREFUSED|bad port/));
  });

  it('keeps nothing of a file whose source fails on the way', async () => {
    async function* failing() {
      yield randomBytes(17 * mebibyte);
      throw new Error('the database is gone');
    }
    await assert.rejects(storage.write('a/file', failing()), /the database is gone/);
    assert.equal(await storage.size('a/file'), null);
    assert.equal(server.openUploads(), 0);
  });

  it('refuses a wrong key, region or bucket, which is told at once', async () => {
    const wrongs = [
      { changes: { secretAccessKey: 'other' }, says: /403 SignatureDoesNotMatch/ },
      { changes: { accessKeyId: 'AKIAOTHER' }, says: /403 InvalidAccessKeyId/ },
      { changes: { region: 'us-east-1' }, says: /403 AuthorizationHeaderMalformed/ },
      { changes: { bucket: 'another' }, says: /404 NoSuchBucket/ },
    ];
    for (const { changes, says } of wrongs) {
      server.requests.length = 0;
      await assert.rejects(open(changes).list(), refused('storage_refused', says));
      assert.equal(server.requests.length, 1);
    }
  });

  it('finds that a file was replaced while it was read', async () => {
    await storage.write('a/file', chunks(randomBytes(9 * mebibyte)));
    const content = await storage.read('a/file');
    await storage.write('a/file', chunks(randomBytes(9 * mebibyte)));
    const read = async () => {
      for await (const bytes of content ?? []) assert.ok(bytes.length > 0);
    };
    await assert.rejects(read(), refused('file_damaged', /has changed/));
  });
});
