/** The sales service as a process of its own. */
import { runProcess } from '@balcao/kit/process.ts';
import { settings } from './config.ts';
import { start } from './service.ts';

await runProcess({ settings, start }, process);
