/** A line between one service and one server, which can fall silent, be cut, or be slow. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Silent: nothing arrives and nothing is refused, as behind a firewall that drops. Cut: every connection is reset. */
export type LineState = 'open' | 'silent' | 'cut' | 'slow';

export interface Line {
  /** The server's address, by this line. */
  url: string;
  set(state: LineState): void;
  close(): Promise<void>;
}

const slowMs = 200;

/** Listens on a free port of the loopback address for the server of `target`, whose user, password and path stay. */
export async function openLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let state: LineState = 'open';
  let speaks = Promise.withResolvers<void>();
  speaks.resolve();

  /** What was sent into a silent line arrives when it speaks again, unless somebody has hung up. */
  async function carry(from: Socket, to: Socket): Promise<void> {
    for await (const data of from) {
      await speaks.promise;
      if (state === 'slow') await delay(slowMs);
      if (!to.write(data)) await once(to, 'drain');
    }
    await speaks.promise;
    to.end();
  }

  const server = createServer({ allowHalfOpen: true }, async (near) => {
    keep(near);
    await speaks.promise;
    if (state === 'cut') return void near.resetAndDestroy();
    const far = keep(connect({ port: Number(port), host: hostname, allowHalfOpen: true }));
    const isOver = () => {
      near.destroy();
      far.destroy();
    };
    far.once('error', isOver);
    await Promise.all([carry(near, far), carry(far, near)]).catch(isOver);
  });

  function keep(socket: Socket): Socket {
    open.add(socket);
    return socket
      .setNoDelay()
      .on('error', () => undefined)
      .once('close', () => open.delete(socket));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const url = new URL(target);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    set(next) {
      state = next;
      if (next === 'silent') speaks = Promise.withResolvers();
      else speaks.resolve();
      if (next === 'cut') for (const socket of open) socket.resetAndDestroy();
    },
    async close() {
      speaks.resolve();
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
