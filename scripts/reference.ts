/** `npm run docs`: writes `docs/reference.md` from the source. */
import { writeFile } from 'node:fs/promises';
import { reference, referenceFile } from './reference/reference.ts';

await writeFile(referenceFile, await reference());
process.stdout.write('Written: docs/reference.md\n');
process.exit(0);
