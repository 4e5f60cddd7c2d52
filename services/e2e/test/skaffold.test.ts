/** Protects: skaffold dev builds, deploys and debugs every service of the chart, and nothing that is not there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';

const rule = z.object({ src: z.string(), dest: z.string() });
const skaffold = read(
  '../../../skaffold.yaml',
  z.object({
    build: z.object({
      artifacts: z.array(
        z.object({
          image: z.string(),
          docker: z.object({
            dockerfile: z.literal('services/Dockerfile'),
            buildArgs: z.object({ SERVICE: z.string() }),
          }),
          sync: z.object({ manual: z.array(rule) }).optional(),
        }),
      ),
    }),
    deploy: z.object({
      helm: z.object({
        releases: z.tuple([
          z.object({
            valuesFiles: z.array(z.string()),
            setValueTemplates: z.record(z.string(), z.string()),
          }),
        ]),
      }),
    }),
    test: z.array(z.object({ image: z.string() })),
    verify: z.array(z.object({ container: z.object({ image: z.string() }) })),
    profiles: z.array(
      z.object({
        name: z.string(),
        activation: z.array(z.record(z.string(), z.string())).default([]),
        patches: z
          .array(z.object({ op: z.string(), path: z.string(), value: z.unknown().optional() }))
          .default([]),
        portForward: z.array(z.object({ resourceName: z.string() })).default([]),
      }),
    ),
  }),
);
const chart = read(
  '../../../charts/balcao/values.yaml',
  z.object({ services: z.record(z.string(), z.unknown()) }),
);
const services = Object.keys(chart.services).sort();

describe('skaffold.yaml', () => {
  it('builds an image of every service and of the flow', () => {
    const built = skaffold.build.artifacts.map(({ image, docker }) => {
      const { SERVICE } = docker.buildArgs;
      assert.equal(image, `balcao/${SERVICE}`);
      return SERVICE;
    });
    assert.deepEqual(built.sort(), [...services, 'e2e'].sort());
  });

  it('gives the chart each image where the chart takes it', () => {
    const expected = [
      ...services.flatMap((name) => templates(`services.${name}`, name)),
      ...templates('test', 'e2e'),
    ];
    const [release] = skaffold.deploy.helm.releases;
    assert.deepEqual(release.setValueTemplates, Object.fromEntries(expected));
  });

  it('loads every image into Kind by its quick way', () => {
    const hooked = profile('kind').patches.flatMap(
      ({ path }) => /^.build.artifacts.(\d+).hooks$/.exec(path)?.[1] ?? [],
    );
    assert.deepEqual(hooked, Object.keys(skaffold.build.artifacts));
  });

  it('copies changed code to where the services run it: their own, and what they share', () => {
    for (const { docker, sync } of skaffold.build.artifacts) {
      const { SERVICE } = docker.buildArgs;
      const folders = SERVICE === 'e2e' ? [] : [`${SERVICE}/src`, 'kit', 'contracts'];
      const rules = folders.map((from) => ({ src: `services/${from}/**/*.ts`, dest: '/app' }));
      assert.deepEqual(sync?.manual ?? [], rules, SERVICE);
    }
  });

  it('leaves out, while a service is developed, the flow and nothing else', () => {
    const { activation, patches } = profile('dev');
    assert.deepEqual(activation, [{ command: 'dev' }]);
    const removed = patches.filter(({ op }) => op === 'remove').map(({ path }) => path);
    const flow = skaffold.build.artifacts.findIndex(({ image }) => image === 'balcao/e2e');
    const templates = '/deploy/helm/releases/0/setValueTemplates/test.image';
    assert.deepEqual(removed, [
      `/build/artifacts/${flow}`,
      '/test/0',
      `${templates}.repository`,
      `${templates}.tag`,
    ]);
    for (const { image } of [...skaffold.test, ...skaffold.verify.map((one) => one.container)]) {
      assert.equal(image, 'balcao/e2e');
    }
  });

  it('adds to the values of the chart only files that are there', () => {
    const path = '/deploy/helm/releases/0/valuesFiles/-';
    const added = skaffold.profiles.flatMap(({ patches }) =>
      patches.filter((patch) => patch.path === path).map(({ value }) => z.string().parse(value)),
    );
    assert.equal(added.length, 4);
    const [release] = skaffold.deploy.helm.releases;
    for (const file of [...release.valuesFiles, ...added]) {
      assert.ok(existsSync(new URL(`../../../${file}`, import.meta.url)), file);
    }
  });

  it('lets a debugger reach every service', () => {
    const reached = profile('debug').portForward.map(({ resourceName }) => resourceName);
    assert.deepEqual(
      reached.sort(),
      services.map((name) => `shop-${name}`),
    );
  });
});

function profile(wanted: string) {
  const found = skaffold.profiles.find(({ name }) => name === wanted);
  assert.ok(found, `there is no profile ${wanted}`);
  return found;
}

/** Skaffold's names of variables have _ for every other sign. */
function templates(value: string, name: string): [string, string][] {
  const image = `balcao_${name.replaceAll('-', '_')}`;
  return [
    [`${value}.image.repository`, `{{.IMAGE_REPO_${image}}}`],
    [`${value}.image.tag`, `{{.IMAGE_TAG_${image}}}`],
  ];
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  return schema.parse(parse(readFileSync(new URL(path, import.meta.url), 'utf8')));
}
