/** Somebody else's mail server, on a real port, which does as it is told. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { cert, key } from './certificate.ts';

/** drop: takes the whole message and cuts the connection; hang: takes it and says nothing; a number: that reply; late: takes it when it is released. */
export type Reply = 'drop' | 'hang' | 'late' | number;

export interface Email {
  recipients: string[];
  /** Whether it came encrypted. */
  isSecure: boolean;
  /** Headers and body as they came. */
  source: string;
}

export interface MailServer {
  port: number;
  /** Each message that came to its end, whatever was answered. */
  received: Email[];
  /** Passwords that were shown to it, and those in the clear too. */
  passwords: (string | null | undefined)[];
  /** What it does with the next messages, one by one; afterwards it takes them. */
  plan(...replies: Reply[]): void;
  /** Answers what is late. */
  release(): void;
  /** Ends every connection at once, until it is to be there again. Its port stays its own: nobody else may get it. */
  setAway(isAway: boolean): void;
  close(): Promise<void>;
}

export const password = 'senha com espaço';

/** Refuses recipients by the reply that their names begin with: `550@…`, `450@…`. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Email[] = [];
  const passwords: MailServer['passwords'] = [];
  const planned: Reply[] = [];
  const sockets = new Set<Socket>();
  const released = Promise.withResolvers<void>();
  let isAway = false;
  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    ...options,
    onAuth({ password: given }, _, done) {
      passwords.push(given);
      if (given === password) done(null, { user: 1 });
      else done(refusal(535));
    },
    onRcptTo({ address }, _, done) {
      const [, code] = /^([45]\d\d)@/.exec(address) ?? [];
      done(code === undefined ? null : refusal(Number(code)));
    },
    async onData(stream, { envelope, secure: isSecure }, done) {
      const source = await text(stream);
      const recipients = envelope.rcptTo.map(({ address }) => address);
      received.push({ recipients, isSecure, source });
      const reply = planned.shift();
      if (typeof reply === 'number') done(refusal(reply));
      else if (reply === 'drop') for (const socket of sockets) socket.destroy();
      else if (reply === 'late') released.promise.then(() => done());
      else if (reply === undefined) done();
    },
  });
  server.server.on('connection', (socket: Socket) => {
    if (isAway) socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A client that hangs up in the middle is what some tests are about.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    passwords,
    plan: (...replies) => void planned.push(...replies),
    release: released.resolve,
    setAway(wanted) {
      isAway = wanted;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error(`no (${responseCode})`), { responseCode });
}
