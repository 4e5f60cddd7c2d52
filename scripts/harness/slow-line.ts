/** A slow line in front of a server: a delay each way and a rate that all connections share. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface LineSpeed {
  roundTripMs: number;
  downBitsPerSecond: number;
  upBitsPerSecond: number;
}

/**
 * "Fast 3G" of WebPageTest, today Lighthouse's "slow 4G" (`mobileSlow4G`).
 * Source: github.com/GoogleChrome/lighthouse, core/config/constants.js.
 */
export const fast3g: LineSpeed = {
  roundTripMs: 150,
  downBitsPerSecond: 1_600_000,
  upBitsPerSecond: 750_000,
};

export interface SlowLine {
  url: string;
  close(): Promise<void>;
}

/**
 * Listens on a free port for `target`, an address with a port. It delays TCP itself, so that a connection costs a round
 * trip before its first request, and service workers are as slow as pages (the browser's own throttling does neither).
 * Of TCP's slow start it knows nothing.
 */
export async function openSlowLine(target: string, speed: LineSpeed): Promise<SlowLine> {
  const { hostname, port } = new URL(target);
  const up = createLane(speed.upBitsPerSecond, speed.roundTripMs / 2);
  const down = createLane(speed.downBitsPerSecond, speed.roundTripMs / 2);
  const open = new Set<Socket>();
  const server = createServer(async (near) => {
    open.add(near);
    near.once('close', () => open.delete(near)).on('error', () => near.destroy());
    await delay(speed.roundTripMs);
    const far = connect(Number(port), hostname).setNoDelay();
    far.on('error', () => near.destroy());
    up(near, far);
    down(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const packetBytes = 1_460;

/** One direction: whatever connections have something to send take turns, a packet each. */
function createLane(bitsPerSecond: number, delayMs: number) {
  const waiting = new Map<Socket, Buffer[]>();
  let isBusy = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    let freeAt = performance.now();
    for (let next = take(); next !== undefined; next = take()) {
      const { to, packet } = next;
      freeAt += (packet.length * 8_000) / bitsPerSecond;
      const waitMs = freeAt - performance.now();
      if (waitMs > 1) await delay(waitMs);
      setTimeout(() => (packet.length === 0 ? to.end() : to.write(packet)), delayMs);
    }
    isBusy = false;
  }

  function take(): { to: Socket; packet: Buffer } | undefined {
    for (const [to, packets] of waiting) {
      // Taken out and put back behind the others.
      waiting.delete(to);
      const packet = packets.shift();
      if (packets.length > 0) waiting.set(to, packets);
      if (packet !== undefined) return { to, packet };
    }
    return undefined;
  }

  function send(to: Socket, packets: Buffer[]): void {
    waiting.set(to, [...(waiting.get(to) ?? []), ...packets]);
    void work();
  }

  return (from: Socket, to: Socket): void => {
    from.on('data', (data) => send(to, packetsOf(data)));
    // A packet of nothing is the end.
    from.once('end', () => send(to, [Buffer.alloc(0)]));
    from.once('close', () => send(to, [Buffer.alloc(0)]));
  };
}

function packetsOf(data: Buffer | string): Buffer[] {
  const bytes = Buffer.from(data);
  const count = Math.ceil(bytes.length / packetBytes);
  return Array.from({ length: count }, (_none, n) =>
    bytes.subarray(n * packetBytes, (n + 1) * packetBytes),
  );
}
