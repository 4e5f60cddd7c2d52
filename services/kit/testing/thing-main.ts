/** The small service as a process of its own. */
import { runProcess } from '../process.ts';
import { migrations, settings, startThings } from './thing-service.ts';

await runProcess({ settings, migrations, start: startThings() }, process);
