/** Prints how much JavaScript the till's first screen loads, gzipped: what `vite build` made, followed import by import. */
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const limitBytes = 150_000;
const folder = new URL('../dist/', import.meta.url);

/** The static imports of a chunk; what is loaded later is an `import(…)`. */
const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].flatMap(
    ([, name]) => name ?? [],
  );

async function follow(name: string, sizes: Map<string, number>): Promise<void> {
  if (sizes.has(name)) return;
  const code = await readFile(new URL(`assets/${name}`, folder));
  sizes.set(name, gzipSync(code, { level: 9 }).length);
  for (const imported of importsOf(code.toString())) await follow(imported, sizes);
}

const page = await readFile(new URL('index.html', folder), 'utf8');
const entries = [...page.matchAll(/\/assets\/([\w.-]+\.js)/g)].flatMap(([, name]) => name ?? []);
const till = (await readdir(new URL('assets/', folder))).filter((name) =>
  /^till-screen-.*\.js$/.test(name),
);
const sizes = new Map<string, number>();
for (const name of [...entries, ...till]) await follow(name, sizes);

const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
for (const [name, size] of [...sizes].toSorted(([, a], [, b]) => b - a)) {
  process.stdout.write(`${(size / 1000).toFixed(1).padStart(8)} kB  ${name}\n`);
}
process.stdout.write(`${(total / 1000).toFixed(1).padStart(8)} kB  of ${limitBytes / 1000} kB\n`);
if (total > limitBytes) process.exitCode = 1;
