/** The part `storm` of `npm run prove`. */
import { parseArgs } from 'node:util';
import { runStorm } from './storm.ts';

const usage = `node scripts/storm/main.ts [--minutes 60] [--slice 3] [--seed N] [--only TEXT] [--verbose]

  --minutes  how long in total
  --slice    minutes after which the tills rest and everything is judged
  --seed     by which faults, their lengths and the customers are drawn
  --only     those faults whose words contain it, such as 'full disk'
  --verbose  a line for each blow
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    slice: { type: 'string', default: '3' },
    seed: { type: 'string', default: String((Date.now() % 2 ** 31) + 1) },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [minutes = 0, sliceMinutes = 0, seed = 0] = [values.minutes, values.slice, values.seed].map(
  Number,
);
if (values.help || !(minutes > 0 && sliceMinutes > 0 && seed > 0)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const { wrongs, slow } = await runStorm({
  minutes,
  sliceMinutes,
  seed,
  only: values.only,
  isVerbose: values.verbose,
  print: (line) => void process.stdout.write(`${line}\n`),
});
if (wrongs.length + slow.length > 0) process.exitCode = 1;
