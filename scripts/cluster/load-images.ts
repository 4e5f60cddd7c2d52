/** Brings images into the nodes of a Kind cluster: of each only the layers that the nodes do not have. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, run } from './commands.ts';

/**
 * What `kind load docker-image` does, without sending 200 MB to every node for a change of one line. Where that
 * does not work (an older Docker names layers otherwise, a newer containerd may want them all), Kind does it.
 */
export async function loadImages(cluster: string, images: string[]): Promise<void> {
  const nodes = lines(await read('kind', 'get', 'nodes', '--name', cluster));
  const folder = await mkdtemp(join(tmpdir(), 'balcao-images-'));
  try {
    const present = await presentEverywhere(nodes);
    const exclude = present.map((digest) => `--exclude=blobs/${digest.replace(':', '/')}`);
    await pipe(`docker save ${words(images)} | tar -x -C ${folder} ${words(exclude)}`);
    await Promise.all(nodes.map((node) => pipe(`tar -c -C ${folder} . | ${importer(node)}`)));
  } catch {
    await run('kind', 'load', 'docker-image', ...images, '--name', cluster);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Digests of layers and descriptions that every node has. */
async function presentEverywhere(nodes: string[]): Promise<string[]> {
  const list = ['ctr', '--namespace', 'k8s.io', 'content', 'list', '--quiet'];
  const found = await Promise.all(nodes.map((node) => read('docker', 'exec', node, ...list)));
  const [first, ...others] = found.map((text) => new Set(lines(text)));
  return [...(first ?? [])].filter((digest) => others.every((other) => other.has(digest)));
}

function importer(node: string): string {
  return `docker exec -i ${node} ctr --namespace k8s.io images import --digests --snapshotter overlayfs -`;
}

async function pipe(commands: string): Promise<void> {
  await read('sh', '-c', commands);
}

function words(list: string[]): string {
  return list.map((word) => `'${word}'`).join(' ');
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
