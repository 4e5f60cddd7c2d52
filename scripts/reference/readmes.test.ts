/** Protects: what the documents say of settings, events, metrics and verbs is there, and what is there is said. */
import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import manifest from '../../package.json' with { type: 'json' };
import { prefixes } from '../../services/contracts/prefixes.ts';
import { topology } from '../../services/contracts/topology.ts';
import { eventRows, readerOf } from './events.ts';
import { referenceFile } from './reference.ts';
import { defaultOf, ownSettings, sharedSettings } from './settings.ts';
import { root } from './sources.ts';

const readmeOf = (program: string) =>
  readFile(new URL(`services/${program}/README.md`, root), 'utf8');

/** `sale.ts` is no event. */
const isFile = /\.(ts|png)$/;

/** Of the tables whose first column is `variable` or `setting`: the rows that name one. */
function settingRows(text: string): { names: string[]; standard: string }[] {
  const tables = text.split('\n\n').filter((part) => /^\| (variable|setting) /.test(part));
  return tables.flatMap((part) =>
    part.split('\n').flatMap((line) => {
      const [, first = '', standard = ''] = line.split(/(?<!\\)\|/);
      const names = [...first.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = '']) => name);
      return names.length === 0 ? [] : [{ names, standard }];
    }),
  );
}

const documents = () =>
  globSync('{*,docs/**/*,k8s/*,charts/*/*,services/*/*}.md', { cwd: fileURLToPath(root) });

describe('the READMEs of the services', () => {
  for (const [program, settings] of Object.entries(ownSettings)) {
    it(`of ${program} names each of its settings, and none that it has not`, async () => {
      const known = new Set(settings.map(({ env }) => env));
      const named = settingRows(await readmeOf(program)).flatMap(({ names }) => names);
      const ofAll = new Set(sharedSettings.map(({ env }) => env));
      const strange = named.filter(
        (name) =>
          ![name, name.replace(/_FILE$/, '')].some((one) => known.has(one) || ofAll.has(one)),
      );
      assert.deepEqual(strange, []);
      assert.deepEqual([...known].filter((env) => !named.includes(env)).sort(), []);
    });

    it(`of ${program} says what holds where a number is not set`, async () => {
      const standards = new Map(settings.map((one) => [one.env, defaultOf(one)]));
      for (const { names, standard } of settingRows(await readmeOf(program))) {
        const numbers = [...standard.matchAll(/\d+/g)].map(([number]) => number);
        const expected = names.map((name) => standards.get(name) ?? '');
        if (expected.every((value) => /^\d+$/.test(value)) && expected.length > 0)
          assert.deepEqual([...new Set(numbers)], [...new Set(expected)], names.join());
      }
    });
  }

  it('name each event that the service tells or hears', async () => {
    const rows = await eventRows();
    for (const service of Object.keys(prefixes)) {
      const text = await readmeOf(service);
      const own = rows.filter(
        ({ teller, queues }) => teller === service || queues.map(readerOf).includes(service),
      );
      const isNamed = ({ type }: { type: string }) =>
        [type, type.replace(/\.\w+$/, '.*')].some((name) => text.includes(`\`${name}\``));
      assert.deepEqual(
        own.filter((row) => !isNamed(row)).map(({ type }) => type),
        [],
        service,
      );
    }
  });
});

describe('all documents', () => {
  it('name no file that there is not', async () => {
    const strange: string[] = [];
    for (const name of documents()) {
      const text = await readFile(new URL(name, root), 'utf8');
      for (const [, path = ''] of text.matchAll(
        /`((?:services|scripts|charts|docs|k8s)\/[\w./-]+)`/g,
      ))
        if (!existsSync(new URL(path, root))) strange.push(`${name}: ${path}`);
    }
    assert.deepEqual(strange, []);
  });

  it('name no event, queue, metric or verb that there is not', async () => {
    const types = (await eventRows()).map(({ type }) => type);
    const subjects = new Set(types.map((type) => type.split('.')[0]));
    const events = new Set([...types, ...Object.keys(topology)]);
    const metrics = await readFile(referenceFile, 'utf8');
    const strange: string[] = [];
    for (const file of documents()) {
      const text = await readFile(new URL(file, root), 'utf8');
      for (const [word, subject] of text.matchAll(/(?<![\w/.-])([a-z]+)(?:\.[a-z]+)+(?![\w/-])/g))
        if (subjects.has(subject) && !isFile.test(word) && !events.has(word))
          strange.push(`${file}: ${word}`);
      for (const [word] of text.matchAll(/\b[a-z]+(?:_[a-z]+)*_total\b/g))
        if (!metrics.includes(`\`${word}\``)) strange.push(`${file}: ${word}`);
      for (const [, verb = ''] of text.matchAll(/npm run (?:--silent )?([a-z][a-z0-9:-]*)/g))
        if (!Object.hasOwn(manifest.scripts, verb)) strange.push(`${file}: ${verb}`);
    }
    assert.deepEqual(strange, []);
  });
});
