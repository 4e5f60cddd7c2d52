/** Reads what was built into memory: a few megabytes, of which every request is answered without a disk. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Encoding = 'identity' | 'gzip' | 'br';

export interface Asset {
  type: string;
  /** Of the bytes before compression. */
  etag: string;
  /** Smaller forms stand beside the file itself, where the build has made them. */
  bodies: Partial<Record<Encoding, Buffer>> & { identity: Buffer };
}

/** Address → file: `/assets/index-D8iLJjYg.css`. */
export type Assets = ReadonlyMap<string, Asset>;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

export class NotBuilt extends Error {
  constructor(folder: string) {
    super(`The user interface is not built: ${folder} holds no index.html (npm run web:build).`);
  }
}

/** Throws NotBuilt when the folder holds no `index.html`. */
export async function readAssets(folder: URL): Promise<Assets> {
  const root = fileURLToPath(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = new Map<string, Buffer>();
  for (const path of paths) files.set(addressOf(root, path), await readFile(path));
  const assets = new Map<string, Asset>();
  for (const [address, identity] of files) {
    if (/\.(br|gz)$/.test(address)) continue;
    assets.set(address, assetOf(address, identity, files));
  }
  if (!assets.has('/index.html')) {
    throw new NotBuilt(root);
  }
  return assets;
}

const addressOf = (root: string, path: string) => `/${relative(root, path).split(sep).join('/')}`;

/** A file by its address and what is in it; smaller forms are looked for among `others`. */
export function assetOf(
  address: string,
  identity: Buffer,
  others: ReadonlyMap<string, Buffer> = new Map(),
): Asset {
  const br = others.get(`${address}.br`);
  const gzip = others.get(`${address}.gz`);
  return {
    type: types[extname(address)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    bodies: { identity, ...(br && { br }), ...(gzip && { gzip }) },
  };
}
