/** The inventory service as a process of its own. */
import { runProcess } from '@balcao/kit/process.ts';
import { migrations } from './config.ts';

await runProcess({ migrations, load: () => import('./service.ts') }, process);
