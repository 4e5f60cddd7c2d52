/** Protects: the examples for Argo CD and Flux give values that the chart takes, and make what they promise. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { chart, type Example, render, requireHelm } from './helm.ts';

const repository = `${chart}/../../`;
const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };

const application = z.object({
  spec: z.object({
    source: z.object({
      path: z.string(),
      helm: z.object({ valueFiles: z.tuple([z.string()]), valuesObject: z.looseObject({}) }),
    }),
    syncPolicy: z.object({
      managedNamespaceMetadata: z.object({ labels: z.record(z.string(), z.string()) }),
    }),
  }),
});
const helmRelease = z.object({
  spec: z.object({
    chart: z.object({
      spec: z.object({ chart: z.string(), valuesFiles: z.tuple([z.string(), z.string()]) }),
    }),
    values: z.looseObject({}),
  }),
});

async function documents(file: string): Promise<{ kind: string; [key: string]: unknown }[]> {
  const text = await readFile(`${repository}k8s/gitops/${file}`, 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** `values-external.yaml` → external. */
function exampleOf(file: string): Example {
  assert.ok(existsSync(`${repository}charts/balcao/${file}`), file);
  return z.enum(['kind', 'production', 'external']).parse(/^values-(\w+)\.yaml$/.exec(file)?.[1]);
}

describe('examples of GitOps', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  it('Argo CD makes no password, which would be new at every sync', async () => {
    const [found] = await documents('argo-cd.yaml');
    const { source, syncPolicy } = application.parse(found).spec;
    assert.deepEqual(syncPolicy.managedNamespaceMetadata.labels, restricted);
    assert.ok(existsSync(`${repository}${source.path}/Chart.yaml`));
    const [file] = source.helm.valueFiles;
    const made = await render({ example: exampleOf(file), values: source.helm.valuesObject });
    const names = (kind: string) =>
      made.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
    assert.deepEqual(names('Secret'), []);
    assert.ok(names('Deployment').length >= 7);
  });

  it('Flux installs the chart as in production', async () => {
    const found = await documents('flux.yaml');
    const namespace = found.find(({ kind }) => kind === 'Namespace');
    assert.deepEqual(z.object({ metadata: z.looseObject({}) }).parse(namespace).metadata, {
      name: 'shop',
      labels: restricted,
    });
    const { spec } = helmRelease.parse(found.find(({ kind }) => kind === 'HelmRelease'));
    assert.ok(existsSync(`${repository}${spec.chart.spec.chart}/Chart.yaml`));
    const [, file] = spec.chart.spec.valuesFiles.map((path) => path.replace('charts/balcao/', ''));
    const made = await render({ example: exampleOf(file ?? ''), values: spec.values });
    assert.ok(made.some(({ kind }) => kind === 'Ingress'));
  });
});
