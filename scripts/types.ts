/** Checks the types of everything: what runs in Node, and what runs in the browser. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = 'node_modules/typescript/bin/tsc';
const steps = [
  [compiler, '--noEmit'],
  // The app's client is typed by the OpenAPI documents, whose types are made, not kept.
  ['services/web/build/generate-client.ts'],
  [compiler, '--noEmit', '--project', 'services/web'],
];

for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
