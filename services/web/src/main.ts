/** The web service as a process of its own. */
import { runPageProcess } from '@balcao/kit/page-process.ts';
import { settings, start } from './service.ts';

await runPageProcess({ settings, start }, process);
