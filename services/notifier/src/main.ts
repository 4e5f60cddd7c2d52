/** The notifier as a process of its own. */
import { runProcess } from '@balcao/kit/process.ts';
import { migrations, settings, start } from './service.ts';

await runProcess({ settings, migrations, start }, process);
