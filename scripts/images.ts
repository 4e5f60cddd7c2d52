/** `npm run images`: builds the image of every service, with a bill of materials beside each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { billOfMaterials } from './cluster/bill-of-materials.ts';
import { CommandFailed, read, run, runVerb } from './cluster/commands.ts';
import { imageFaults, inspection, megabytes } from './cluster/image-faults.ts';
import { imageNames } from './cluster/image-names.ts';
import { loadImages } from './cluster/load-images.ts';

const usage = `npm run images -- [SERVICE …] [options]     (${imageNames().join(', ')}; all where none is named)

  --tag TAG            default: the version, ${manifest.version}
  --registry HOST      put before each name: HOST/balcao/sales
  --push               pushes them there
  --load CLUSTER       loads them into the nodes of that Kind cluster
  --help               this text

Fails where an image is too large, runs as root or lacks a label. Writes what each image holds to dist/sbom/SERVICE.cdx.json (CycloneDX).
`;

await runVerb(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tag: { type: 'string', default: manifest.version },
      registry: { type: 'string' },
      push: { type: 'boolean', default: false },
      load: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const services = positionals.length === 0 ? imageNames() : positionals;
  const prefix = values.registry === undefined ? '' : `${values.registry}/`;
  const revision = (await read('git', 'rev-parse', 'HEAD')).trim();
  const images = services.map((service) => `${prefix}balcao/${service}:${values.tag}`);
  for (const [n, service] of services.entries()) {
    await build(service, images[n] ?? '', { VERSION: values.tag, REVISION: revision });
    await describe(service);
    await checkPromises(images[n] ?? '');
  }
  if (values.push) for (const image of images) await run('docker', 'push', image);
  if (values.load !== undefined) await loadImages(values.load, images);
});

async function build(service: string, image: string, args: Record<string, string>): Promise<void> {
  const pairs = Object.entries({ SERVICE: service, ...args }).map(
    ([key, value]) => `${key}=${value}`,
  );
  const flags = pairs.flatMap((pair) => ['--build-arg', pair]);
  await run('docker', 'build', '--quiet', '-f', 'services/Dockerfile', ...flags, '-t', image, '.');
}

async function describe(service: string): Promise<void> {
  await mkdir('dist/sbom', { recursive: true });
  const bill = await billOfMaterials(service);
  await writeFile(`dist/sbom/${service}.cdx.json`, `${JSON.stringify(bill, null, 2)}\n`);
}

async function checkPromises(image: string): Promise<void> {
  const said: unknown = JSON.parse(await read('docker', 'image', 'inspect', image));
  const [inspected] = z.tuple([inspection]).parse(said);
  const faults = imageFaults(inspected);
  if (faults.length > 0) throw new CommandFailed(`${image}: ${faults.join('; ')}`);
  process.stdout.write(`${image}: ${megabytes(inspected.Size)}\n`);
}
