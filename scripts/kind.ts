/** `npm run kind`: a cluster on this machine, with the ingress controller and the metrics that a shop needs. */
import { parseArgs } from 'node:util';
import { read, run, runVerb } from './cluster/commands.ts';
import { loadImages } from './cluster/load-images.ts';

const usage = `npm run kind -- up | down | load [IMAGE …]

  --name NAME     of the cluster (default balcao)
  --image IMAGE   of its nodes (default: that of the kind command)
  --no-addons     without ingress controller and metrics-server, where their charts cannot be pulled
  --help          this text

load takes the image that Skaffold has just built (SKAFFOLD_IMAGE) where none is named.
`;

const addons = [
  {
    release: 'nginx-ingress',
    namespace: 'nginx-ingress',
    chart: ['oci://ghcr.io/nginx/charts/nginx-ingress', '--version', '2.7.3'],
    values: 'k8s/kind/ingress-controller.yaml',
  },
  {
    release: 'metrics-server',
    namespace: 'kube-system',
    chart: [
      ...['metrics-server', '--version', '3.13.1'],
      ...['--repo', 'https://kubernetes-sigs.github.io/metrics-server/'],
    ],
    values: 'k8s/kind/metrics-server.yaml',
  },
];

await runVerb(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      name: { type: 'string', default: 'balcao' },
      image: { type: 'string' },
      addons: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  });
  const [verb, ...named] = positionals;
  if (verb === 'down') return run('kind', 'delete', 'cluster', '--name', values.name);
  const built = process.env.SKAFFOLD_IMAGE;
  const images = named.length > 0 || built === undefined ? named : [built];
  if (verb === 'load' && images.length > 0) return loadImages(values.name, images);
  if (verb !== 'up' || values.help) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  await create(values.name, values.image);
  if (values.addons) await installAddons(`kind-${values.name}`);
});

/** A cluster that is there already stays. */
async function create(name: string, image: string | undefined): Promise<void> {
  const present = (await read('kind', 'get', 'clusters')).split('\n');
  if (present.includes(name)) return;
  const node = image === undefined ? [] : ['--image', image];
  const config = ['--config', 'kind-config.yaml', '--name', name];
  await run('kind', 'create', 'cluster', ...config, ...node, '--wait', '2m');
}

async function installAddons(context: string): Promise<void> {
  for (const { release, namespace, chart, values } of addons) {
    const where = ['--kube-context', context, '--namespace', namespace, '--create-namespace'];
    await run('helm', 'upgrade', '--install', release, ...chart, ...where, '-f', values, '--wait');
  }
}
