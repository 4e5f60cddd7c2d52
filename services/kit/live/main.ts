/** For development: node main.ts FOLDER PROGRAM [ARGUMENT …] runs it, and anew whenever a file of the folder changes. */
import { runLive } from './run-live.ts';

const [folder = '.', ...args] = process.argv.slice(2);
process.exit(await runLive({ folder, args }, process));
