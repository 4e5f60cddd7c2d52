/** A cluster that is written to by the leader only; everybody may read. */
import type { Cluster } from './cluster.ts';
import { type Fence, NotLeaderError } from './fence.ts';
import { withLimits } from './with-limits.ts';

/**
 * Every write asks the fence at the last moment before it is sent, and is broken off when the term ends. What was sent
 * before that is over well before another may lead, since a leader gives up earlier (`renewDeadlineMs`) than others take
 * over (`leaseMs`).
 */
export function fencedCluster(cluster: Cluster, fence: Fence): Cluster {
  async function write<T>(signal: AbortSignal, call: (both: AbortSignal) => Promise<T>) {
    if (!fence.isHeld()) throw new NotLeaderError();
    return withLimits({ signals: [signal, fence.signal] }, call);
  }
  return {
    list: cluster.list,
    watch: cluster.watch,
    get: cluster.get,
    create: (type, object, signal) => write(signal, (both) => cluster.create(type, object, both)),
    update: (type, object, signal) => write(signal, (both) => cluster.update(type, object, both)),
    apply: (call, signal) => write(signal, (both) => cluster.apply(call, both)),
    applyStatus: (call, signal) => write(signal, (both) => cluster.applyStatus(call, both)),
    delete: (call, signal) => write(signal, (both) => cluster.delete(call, both)),
  };
}
