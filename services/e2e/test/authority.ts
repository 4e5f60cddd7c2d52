/** A certificate authority for a test, and a certificate that it has given, made by openssl. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Authority {
  /** Of the authority's own certificate: what clients are told to trust. */
  caFile: string;
  key: string;
  certificate: string;
  remove(): Promise<void>;
}

/** @param hostName the one host that the certificate is for */
export async function makeAuthority(hostName: string): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'balcao-authority-'));
  const file = (name: string) => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = ['-keyout', file('ca.key'), '-out', file('ca.crt'), '-days', '2'];
  await run('openssl', ['req', '-x509', ...newKey, ...ca, '-subj', '/CN=Authority of a test']);
  const request = ['-keyout', file('server.key'), '-out', file('server.csr')];
  await run('openssl', ['req', ...newKey, ...request, '-subj', `/CN=${hostName}`]);
  await writeFile(file('names'), `subjectAltName=DNS:${hostName}\n`);
  const signed = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
  const names = ['-in', file('server.csr'), '-out', file('server.crt'), '-extfile', file('names')];
  await run('openssl', ['x509', '-req', ...signed, ...names]);
  return {
    caFile: file('ca.crt'),
    key: await readFile(file('server.key'), 'utf8'),
    certificate: await readFile(file('server.crt'), 'utf8'),
    remove: () => rm(folder, { recursive: true }),
  };
}
