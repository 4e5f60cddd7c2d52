/** Writes `entries.tsv` anew: `node services/finance/data/write-entries.ts`. */
import { writeFileSync } from 'node:fs';
import { generateEntries } from './generate-entries.ts';

writeFileSync(new URL('entries.tsv', import.meta.url), generateEntries());
