/** Brings a fault upon the shop, and takes it away again. */
import { findServices } from '../harness/mortal-shop.ts';
import { childrenOf } from '../harness/processes.ts';
import { type Fault, type ServerName, servers } from './plan.ts';
import type { StormShop } from './storm-shop.ts';

/** Ends the fault; resolves when the machine is whole again, which the shop may not be yet. */
export type Mend = () => Promise<void>;

const isServer = (victim: string): victim is ServerName => servers.some((name) => name === victim);

export async function strike(shop: StormShop, fault: Fault): Promise<Mend> {
  switch (fault.kind) {
    case 'kill':
      return kill(shop, fault.victim);
    case 'stop':
      return stop(shop, fault.victim);
    case 'skew':
      await shop.setClock(fault.service, fault.byMs);
      return () => shop.setClock(fault.service, 0);
    case 'full':
      return fault.server === 'postgres' ? fillDisk(shop) : alarm(shop);
    default: {
      const line = shop.line(fault.service, fault.server);
      line.set(fault.kind);
      return async () => line.set('open');
    }
  }
}

async function kill(shop: StormShop, victim: string): Promise<Mend> {
  if (isServer(victim)) {
    const server = shop.servers[victim];
    await server.kill();
    return server.restart;
  }
  for (const pid of pidsOf(victim)) signal(pid, 'SIGKILL');
  return async () => undefined;
}

/** With the processes that it has started: those of PostgreSQL serve one connection each. */
async function stop(shop: StormShop, victim: string): Promise<Mend> {
  const own = isServer(victim) ? [shop.servers[victim].pid] : pidsOf(victim);
  const stopped = own.flatMap((pid) => {
    signal(pid, 'SIGSTOP');
    return [pid, ...childrenOf(pid)];
  });
  for (const pid of stopped) signal(pid, 'SIGSTOP');
  return async () => {
    for (const pid of stopped) signal(pid, 'SIGCONT');
  };
}

const pidsOf = (service: string) =>
  findServices({ pid: process.pid }, [service]).map(({ pid }) => pid);

/** It may have ended in the meantime. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function fillDisk({ disk }: StormShop): Promise<Mend> {
  await disk?.fill();
  return async () => disk?.empty();
}

async function alarm({ alarmBroker }: StormShop): Promise<Mend> {
  await alarmBroker(true);
  return () => alarmBroker(false);
}
