/** `npm run deploy`: installs or upgrades the shop with Helm, in a namespace that takes restricted pods only. */
import { parseArgs } from 'node:util';
import { read, run, runVerb } from './cluster/commands.ts';

const usage = `npm run deploy -- [options]

  --context CONTEXT       of kubectl (default kind-balcao)
  --namespace NAMESPACE   made where it is missing (default shop)
  --release NAME          of Helm (default shop)
  --tag TAG               of the services' images (default: the chart's); a new build needs a new one, since pods
                          that have this tag already are left alone
  --values FILE           any number of them (default charts/balcao/values-kind.yaml)
  --set KEY=VALUE         any number of them
  --timeout TIME          until all is ready (default 5m)
  --help                  this text
`;

await runVerb(async () => {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', default: 'kind-balcao' },
      namespace: { type: 'string', default: 'shop' },
      release: { type: 'string', default: 'shop' },
      tag: { type: 'string' },
      values: { type: 'string', multiple: true, default: ['charts/balcao/values-kind.yaml'] },
      set: { type: 'string', multiple: true, default: [] },
      timeout: { type: 'string', default: '5m' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const { context, namespace, release, tag, timeout } = values;
  await restrict(context, namespace);
  const where = ['--kube-context', context, '--namespace', namespace];
  const files = values.values.flatMap((file) => ['--values', file]);
  const settings = [...values.set, ...(tag === undefined ? [] : [`image.tag=${tag}`])];
  const given = [...files, ...settings.flatMap((setting) => ['--set', setting])];
  const wait = ['--wait', '--timeout', timeout];
  await run('helm', 'upgrade', '--install', release, 'charts/balcao', ...where, ...given, ...wait);
});

/** The namespace, in which every pod has to meet the restricted profile of Pod Security. */
async function restrict(context: string, namespace: string): Promise<void> {
  const kubectl = ['--context', context];
  const lookUp = ['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name'];
  const found = await read('kubectl', ...kubectl, ...lookUp);
  if (found === '') await run('kubectl', ...kubectl, 'create', 'namespace', namespace);
  const label = 'pod-security.kubernetes.io/enforce=restricted';
  await run('kubectl', ...kubectl, 'label', '--overwrite', 'namespace', namespace, label);
}
