/** An e-mail is handed over once, encrypted, to a server that is who it says; what is refused for good is given up. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { SMTPServerOptions } from 'smtp-server';
import { trustCertificate } from './certificate.ts';
import { type Notifier, startNotifier, stockLow, timeoutMs } from './harness.ts';
import { type MailServer, password, startMailServer } from './mail-server.ts';

const login = { username: 'loja@example.com', password };

describe('e-mails', () => {
  let notifier: Notifier;
  let server: MailServer;
  let distrust: () => void;
  beforeEach(async () => {
    distrust = trustCertificate();
    server = await startMailServer();
    notifier = await startNotifier();
  });
  afterEach(async () => {
    await notifier.stop();
    await server.close();
    distrust();
  });

  const admin = () => notifier.as('admin');
  async function restart(options: SMTPServerOptions) {
    await server.close();
    server = await startMailServer(options);
  }
  function addChannel(wish: object = {}) {
    const sender = {
      type: 'email',
      host: '127.0.0.1',
      port: server.port,
      from: 'loja@example.com',
    };
    const settings = { ...sender, to: ['dona@example.com'], ...wish };
    return admin().post('/notifications/channels', { name: 'Dona', language: 'en', settings });
  }
  async function tell(wish: object = {}) {
    const { status, body } = await addChannel(wish);
    assert.equal(status, 201, JSON.stringify(body));
    await admin().post('/notifications/routes', { channelId: body.id });
    await notifier.publish(stockLow());
    return body;
  }
  /** The newest delivery to a channel. */
  async function deliveryTo({ id }: { id: string }) {
    const { body } = await admin().get(`/notifications/deliveries?channelId=${id}`);
    return body.items[0];
  }
  const becomes = (channel: { id: string }, state: string) =>
    eventually(async () => {
      const found = await deliveryTo(channel);
      assert.equal(found.state, state, found.error);
      return found;
    });

  it('are encrypted before the password is said, and say what it is about', async () => {
    const channel = await tell({ login, to: ['dona@example.com', 'Gerente@Example.com'] });
    const { id } = await becomes(channel, 'sent');
    const [{ recipients, isSecure, source } = assert.fail()] = server.received;
    assert.deepEqual(recipients, ['dona@example.com', 'gerente@example.com']);
    assert.deepEqual([isSecure, server.passwords], [true, [password]]);
    assert.match(source, /^From: =\?UTF-8\?Q\?Balc=C3=A3o\?= <loja@example.com>\r$/m);
    assert.match(source, /^Subject: Low stock: product [-0-9a-f]{36}\r$/m);
    assert.match(source, new RegExp(`^Message-ID: <${id}@example.com>\\r$`, 'm'));
    assert.match(source, /\r\n\r\n0\.5 left; the minimum is 2\.\r\n\d\d \w+ \d{4}, \d\d:\d\d\r\n$/);
    assert.equal(channel.target, 'dona@example.com, gerente@example.com');
    const { bytes } = await admin().get('/notifications/channels');
    assert.equal(bytes.includes(password), false);
  });

  it('go by TLS from the first byte where that is asked for', async () => {
    await restart({ secure: true });
    await becomes(await tell({ login, encryption: 'tls' }), 'sent');
    assert.equal(server.received[0]?.isSecure, true);
  });

  it('go in the clear where that is asked for, and then without a password', async () => {
    const { body } = await addChannel({ encryption: 'none', login });
    assert.deepEqual(
      [body.code, body.errors[0].path],
      ['validation_failed', 'settings.encryption'],
    );
    await becomes(await tell({ encryption: 'none' }), 'sent');
    assert.equal(server.received.length, 1);
  });

  it('are not sent to a server that does not encrypt, or is not who it should be', async () => {
    await restart({ disabledCommands: ['STARTTLS'] });
    await becomes(await tell({ login }), 'dead');
    await restart({});
    distrust();
    assert.match((await becomes(await tell({ login }), 'dead')).error, /certificate/);
    assert.deepEqual([server.received, server.passwords], [[], []]);
  });

  it('are tried again after 4xx, silence and a connection that breaks after the message, as the same message', async () => {
    await notifier.stop();
    notifier = await startNotifier({ NOTIFIER_MAIL_TIMEOUT_MS: '3000' });
    server.plan(451, 'hang', 'drop');
    const { id, attempts, error } = await becomes(await tell(), 'sent');
    assert.deepEqual([attempts, error], [4, null]);
    const names = server.received.map(({ source }) => /^Message-ID: (.*)\r$/m.exec(source)?.[1]);
    assert.deepEqual(
      names,
      Array.from({ length: 4 }, () => `<${id}@example.com>`),
    );
  });

  it('are handed over once to a server that takes its time over a whole message', async () => {
    server.plan('late');
    const channel = await tell();
    await eventually(() => assert.equal(server.received.length, 1));
    const wholeAt = Date.now();
    await eventually(async () => {
      assert.ok(Date.now() - wholeAt > timeoutMs, 'what an attempt may take by itself is over');
      const [delivery] = await notifier.db.query<{ seconds: number }>(
        `SELECT extract(epoch FROM taken_until - now())::int AS seconds FROM delivery
         WHERE channel_id = $1`,
        [channel.id],
      );
      assert.ok((delivery?.seconds ?? 0) > 60, 'no other replica takes it meanwhile');
    });
    server.release();
    assert.equal((await becomes(channel, 'sent')).attempts, 1);
    assert.equal(server.received.length, 1);
  });

  it('are given up at once after 5xx, and a wrong password', async () => {
    server.plan(554);
    const refused = await becomes(await tell(), 'dead');
    assert.deepEqual([refused.attempts, refused.error], [1, 'Message failed: 554 no (554)']);
    const wrong = await tell({ login: { ...login, password: 'wrong' } });
    const { attempts, error } = await becomes(wrong, 'dead');
    assert.deepEqual([attempts, /535/.test(error), server.passwords], [1, true, ['wrong']]);
  });

  it('count as sent when some of the recipients are taken', async () => {
    const channel = await tell({ to: ['550@example.com', '450@example.com', 'dona@example.com'] });
    assert.equal((await becomes(channel, 'sent')).attempts, 1);
    assert.deepEqual(server.received[0]?.recipients, ['dona@example.com']);
  });

  it('are given up when every recipient is refused, and tried again while one may yet be taken', async () => {
    const refused = await tell({ to: ['550@example.com', '551@example.com'] });
    assert.match((await becomes(refused, 'dead')).error, /all recipients were rejected: 55\d/);
    const undecided = await tell({ to: ['550@example.com', '450@example.com'] });
    await eventually(async () => {
      const { attempts, error } = await deliveryTo(undecided);
      assert.ok(attempts > 1);
      assert.match(error, /: 450/);
    });
    assert.deepEqual(server.received, []);
  });

  it('lead nowhere into the own network, by address or by name', async () => {
    await notifier.stop();
    notifier = await startNotifier({ NOTIFIER_ALLOWED_RANGES: '' });
    const { body } = await addChannel();
    assert.deepEqual([body.code, body.errors[0].path], ['validation_failed', 'settings.host']);
    const byName = await tell({ host: 'localhost' });
    assert.match((await becomes(byName, 'dead')).error, /localhost .* private network/);
    assert.deepEqual(server.received, []);
  });

  it('wait for a server that is away, and are handed over once when it is back', async () => {
    await notifier.stop();
    // A busy machine may see late that it was tried.
    notifier = await startNotifier({ NOTIFIER_ATTEMPTS: '20' });
    server.setAway(true);
    const channel = await tell();
    await eventually(async () => {
      const { attempts, error } = await deliveryTo(channel);
      assert.ok(attempts > 0);
      assert.match(error, /closed|ECONNRESET|EPIPE/);
    });
    server.setAway(false);
    await becomes(channel, 'sent');
    assert.equal(server.received.length, 1);
  });
});
