/** The small service as a process of its own. */
import { runProcess } from '../process.ts';
import { migrations, settings } from './thing-config.ts';

const load = async () => {
  const { startThings } = await import('./thing-service.ts');
  return { settings, start: startThings() };
};

await runProcess({ migrations, load }, process);
