/** Protects: what is installed is what was looked at: exact versions, each held by its checksum. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

const root = new URL('../../', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

interface Locked {
  link?: boolean;
  inBundle?: boolean;
  resolved?: string;
  integrity?: string;
}

describe('the dependencies', () => {
  it('are named by exact versions', () => {
    const manifests = ['package.json', ...globSync('services/*/package.json', { cwd: root })];
    assert.ok(manifests.length > 10);
    for (const path of manifests) {
      const { dependencies, devDependencies, optionalDependencies } = read(path);
      const named = { ...dependencies, ...devDependencies, ...optionalDependencies };
      for (const [name, version] of Object.entries(named))
        assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${path}: ${name}`);
    }
  });

  it('come from the registry that npm is set to and from nowhere else, each held by its checksum', () => {
    const locked = Object.entries<Locked>(read('package-lock.json').packages);
    assert.ok(locked.length > 300);
    for (const [path, { link, inBundle, resolved, integrity }] of locked) {
      if (!path.includes('node_modules/') || link || inBundle) continue;
      assert.equal(resolved, undefined, path);
      assert.match(String(integrity), /^sha512-/, path);
    }
  });
});
