/** What `npm run prove` runs, in this order. */

export interface Part {
  name: string;
  title: string;
  /** What it shows, in a sentence or two of the report. */
  about: string;
  /** Node's arguments; a verb of the project by `scripts/run.mjs`. */
  arguments: (options: Options) => string[];
}

export interface Options {
  requests: string;
  minutes: string;
  seed: string;
  seconds: string;
}

const verb = 'scripts/run.mjs';

export const parts: Part[] = [
  {
    name: 'first-sale',
    title: 'The first hour',
    about:
      "A stranger's way from `git clone` to the first sale in a browser, with an empty cache of npm and an empty home, step by step. More than five minutes in all are a failure.",
    arguments: () => ['services/e2e/first-sale/main.ts'],
  },
  {
    name: 'abuse',
    title: 'Abuse',
    about:
      'Every operation of every service, for every role, with no, an expired and a foreign token; clients that are silent, slow or enormous; the work of every regular expression; what is installed.',
    arguments: () => [verb, 'test', 'scripts/abuse/*.test.ts'],
  },
  {
    name: 'fuzz',
    title: 'Requests of every kind',
    about:
      'Right and wrong requests to every operation of every OpenAPI document. An answer of 5xx, or one that is not documented, is a finding.',
    arguments: ({ requests, seed }) => [
      'scripts/abuse/fuzz-shop.ts',
      ...['--requests', requests, '--seed', seed],
    ],
  },
  {
    name: 'faults',
    title: 'Faults',
    about:
      'Services, databases and brokers are killed at random moments of sales, breakdowns, counts, refunds and closings. The auditor, which knows the public API only, is held against planted bugs first.',
    arguments: () => [verb, 'test', 'scripts/faults/*.test.ts'],
  },
  {
    name: 'storm',
    title: 'A storm',
    about:
      'A shop of one process per service, on real servers, sells at six tills while blow after blow befalls it: services and servers are killed and stopped, lines between them fall silent, are cut or slow, clocks are wrong by five minutes, disks are full. After each slice everything that the tills were answered is held against what the shop says by its public API.',
    arguments: ({ minutes, seed }) => [
      'scripts/storm/main.ts',
      ...['--minutes', minutes, '--seed', seed],
    ],
  },
  {
    name: 'figures',
    title: 'Figures',
    about:
      'Each beside its baseline, measured in the same run, with real servers where it says so.',
    arguments: ({ seconds }) => [
      ...[verb, 'with-servers', '--', 'npm', 'run', '--silent', 'bench', '--'],
      ...['--seconds', seconds],
    ],
  },
];
