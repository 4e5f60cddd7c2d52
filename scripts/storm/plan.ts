/** What befalls the shop in a storm, and in which order: drawn by a seed, so that it can be had again. */
import { prefixes, type ServiceName } from '../../services/contracts/prefixes.ts';

const services = Object.keys(prefixes) as ServiceName[];

export const servers = ['postgres', 'rabbitmq', 'redis'] as const;
export type ServerName = (typeof servers)[number];

const lineFaults = ['silent', 'cut', 'slow'] as const;

export type Fault =
  /** SIGKILL. A service is started again by its supervisor at once, a server at the fault's end. */
  | { kind: 'kill'; victim: ServiceName | ServerName }
  /** SIGSTOP, and SIGCONT at the fault's end. */
  | { kind: 'stop'; victim: ServiceName | ServerName }
  /** What becomes of the line between a service and a server. */
  | { kind: (typeof lineFaults)[number]; service: ServiceName; server: ServerName }
  /** The service's clock is wrong by so much. */
  | { kind: 'skew'; service: ServiceName; byMs: number }
  /** Its disk is full: PostgreSQL cannot write, the broker takes nothing from publishers. */
  | { kind: 'full'; server: 'postgres' | 'rabbitmq' };

/** What happens at once, for how long. */
export interface Blow {
  faults: Fault[];
  forMs: number;
}

const skewMs = 5 * 60_000;

/** Every fault that there is. */
export const allFaults: readonly Fault[] = [
  ...[...services, ...servers].flatMap((victim): Fault[] => [
    { kind: 'kill', victim },
    { kind: 'stop', victim },
  ]),
  ...services.flatMap((service): Fault[] => [
    ...servers.flatMap((server) => lineFaults.map((kind): Fault => ({ kind, service, server }))),
    { kind: 'skew', service, byMs: skewMs },
    { kind: 'skew', service, byMs: -skewMs },
  ]),
  { kind: 'full', server: 'postgres' },
  { kind: 'full', server: 'rabbitmq' },
];

const shortestMs = 500;
const longestMs = 10_000;

/**
 * Blows without end. Every fault of `faults` comes once before any comes again; about a quarter of the blows are two
 * at once, of different victims.
 * @param random numbers in [0, 1)
 */
export function* planOf(faults: readonly Fault[], random: () => number): Generator<Blow, never> {
  for (;;) {
    const deck = shuffled(faults, random);
    for (let first = deck.pop(); first !== undefined; first = deck.pop()) {
      const second = deck.at(-1);
      const isDouble =
        random() < 0.25 && second !== undefined && victimOf(first) !== victimOf(second);
      if (isDouble) deck.pop();
      yield {
        faults: isDouble ? [first, second] : [first],
        forMs: Math.round(shortestMs + random() * (longestMs - shortestMs)),
      };
    }
  }
}

/** Where a server is meant, it, whoever has a line to it. */
function victimOf(fault: Fault): string {
  if (fault.kind === 'skew') return fault.service;
  return 'server' in fault ? fault.server : fault.victim;
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** In words, for the report. */
export function wordFault(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'stop':
      return `${fault.kind} ${fault.victim}`;
    case 'skew':
      return `clock of ${fault.service} ${fault.byMs > 0 ? '+' : '−'}${Math.abs(fault.byMs) / 60_000} min`;
    case 'full':
      return `full disk of ${fault.server}`;
    default:
      return `${fault.kind} line ${fault.service}–${fault.server}`;
  }
}
