/** Hands one e-mail to somebody else's mail server: never into a private network, and for long only when it has it. */
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type AddressGuard, AddressRefused } from './address-guard.ts';
import type { EmailSettings } from './email.ts';

/** Resolves when the server has taken it for at least one of the recipients; rejects otherwise. */
export type Mail = (
  settings: EmailSettings,
  email: SendMailOptions,
  handing: Handing,
) => Promise<void>;

export interface Handing {
  signal: AbortSignal;
  /** The whole message is on its way: the server may have it, whatever it answers, and however late. */
  onWhole: () => void;
}

/** The longest that a timer can be: what takes too long ends by the signal, which by setting may be later than nodemailer's ten minutes. */
const socketTimeout = 2 ** 31 - 1;
/** More than any server says: what it answers becomes the delivery's error. */
const maxResponseSize = 16_384;

export function createMail(guard: AddressGuard): Mail {
  return async ({ host, port, encryption, login }, email, { signal, onWhole }) => {
    const refusal = guard.refusalOfHost(host);
    if (refusal !== undefined) throw new AddressRefused(refusal);
    const transport = createTransport({
      host,
      port,
      secure: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      ...(login && { auth: { user: login.username, pass: login.password } }),
      maxResponseSize,
      socketTimeout,
      // By itself nodemailer resolves names in a way that the guard does not see.
      getSocket: (_, done) =>
        openSocket({ host, port, lookup: guard.lookup }, signal).then(
          (connection) => done(null, { connection }),
          done,
        ),
    });
    transport.use('stream', ({ message }, done) => {
      message?.transform(() => new PassThrough({ flush: (end) => end(void onWhole()) }));
      done();
    });
    await transport.sendMail({ ...email, signal });
  };
}

type Target = Pick<AddressGuard, 'lookup'> & { host: string; port: number };

function openSocket(target: Target, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(target);
    // Without an error, which nobody might be listening for: whoever reads the signal knows why.
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    // Stays: between here and the listeners of its user the connection may break.
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('connect', () => resolve(socket));
  });
}
