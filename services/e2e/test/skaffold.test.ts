/** Protects: skaffold dev builds, deploys and debugs every service of the chart, and nothing that is not there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';

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
        }),
      ),
    }),
    deploy: z.object({
      helm: z.object({
        releases: z.tuple([z.object({ setValueTemplates: z.record(z.string(), z.string()) })]),
      }),
    }),
    profiles: z.array(
      z.object({
        name: z.string(),
        patches: z.array(z.object({ path: z.string() })).default([]),
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
    const kind = skaffold.profiles.find(({ name }) => name === 'kind');
    const hooked = kind?.patches.filter(({ path }) => /^.build.artifacts.\d+.hooks$/.test(path));
    assert.equal(hooked?.length, skaffold.build.artifacts.length);
  });

  it('lets a debugger reach every service', () => {
    const debug = skaffold.profiles.find(({ name }) => name === 'debug');
    const reached = debug?.portForward.map(({ resourceName }) => resourceName);
    assert.deepEqual(
      reached?.sort(),
      services.map((name) => `shop-${name}`),
    );
  });
});

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
