/** A configuration is read whole or refused with the name of every variable that is wrong. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { ConfigError, flag, integer, readConfig, setting } from './config.ts';
import { baseSettings, migrateSettings, processSettings } from './settings.ts';

const settings = {
  port: setting('PORT', integer(0, 65_535).default(8_080), 'the port'),
  secret: setting('API_SECRET', z.string().min(8), 'the secret'),
  isOpen: setting('IS_OPEN', flag.default(false), 'whether it is open'),
};

/** The message of the refusal. */
function refusalOf(env: Record<string, string>): string {
  try {
    readConfig(settings, env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  throw new assert.AssertionError({ message: 'the configuration was taken' });
}

describe('the configuration', () => {
  let dir: string;
  let file: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'config-'));
    file = join(dir, 'secret');
    await writeFile(file, 'from a file\n');
  });
  after(() => rm(dir, { recursive: true }));

  it('is read from the environment, with its defaults', () => {
    const config = readConfig(settings, {
      API_SECRET: 'long enough',
      IS_OPEN: 'true',
      UNRELATED: 'x',
    });
    assert.deepEqual(config, { port: 8_080, secret: 'long enough', isOpen: true });
  });

  it('names every variable that is wrong, and says what each one is for', () => {
    const message = refusalOf({ PORT: '70000', IS_OPEN: 'yes' });
    for (const name of ['PORT', 'API_SECRET', 'IS_OPEN'])
      assert.match(message, new RegExp(`^ {2}${name}: `, 'm'));
    assert.match(message, /\(the secret\)/);
  });

  for (const password of ['p@ss/w:rd#1?', '100%', '100%41', 'ação é', '&=+ ~', "'"]) {
    it(`puts the password ${JSON.stringify(password)} into an address so that it is read back`, () => {
      const { databaseUrl } = readConfig(migrateSettings, {
        DATABASE_URL: 'postgres://sales@db.example:5432/sales?sslmode=require',
        DATABASE_PASSWORD: password,
      });
      const { host, user, database, password: read } = new pg.Client(databaseUrl);
      assert.deepEqual([host, user, database], ['db.example', 'sales', 'sales']);
      assert.equal(read, password);
    });
  }

  it('gives RabbitMQ the user and password that stand beside its address', () => {
    const { amqpUrl } = readConfig(processSettings, {
      AMQP_URL: 'amqp://mq.example:5672',
      AMQP_USER: 'shop',
      AMQP_PASSWORD: 'a@b/c%',
    });
    const { username, password, host } = new URL(amqpUrl);
    assert.deepEqual([username, decodeURIComponent(password)], ['shop', 'a@b/c%']);
    assert.equal(host, 'mq.example:5672');
  });

  it('leaves an address with its own credentials as it is', () => {
    const AMQP_URL = 'amqp://shop:a%2Fb@mq.example/host%2F1';
    assert.equal(readConfig(processSettings, { AMQP_URL }).amqpUrl, AMQP_URL);
  });

  it('does not repeat a wrong secret', () => {
    assert.doesNotMatch(refusalOf({ API_SECRET: 'hunter2' }), /hunter2/);
  });

  for (const port of ['1e3', '-1', '8080.5', ' 80', '0x50', 'NaN']) {
    it(`does not take ${JSON.stringify(port)} for a whole number`, () => {
      assert.match(refusalOf({ API_SECRET: 'long enough', PORT: port }), /PORT/);
    });
  }

  it('takes an empty variable for an absent one', () => {
    assert.equal(readConfig(settings, { API_SECRET: 'long enough', PORT: '' }).port, 8_080);
  });

  it('reads a value from the file that NAME_FILE points to, without its last line break', () => {
    assert.equal(readConfig(settings, { API_SECRET_FILE: file }).secret, 'from a file');
    assert.equal(
      readConfig(settings, { API_SECRET_FILE: file, API_SECRET: 'said here' }).secret,
      'said here',
    );
  });

  it('names the variable whose file cannot be read', () => {
    assert.match(refusalOf({ API_SECRET_FILE: join(dir, 'nowhere') }), /API_SECRET_FILE/);
  });
});

describe('the settings of a service', () => {
  const databaseUrl = 'postgres://user:password@host/database';

  it('need nothing but a database', () => {
    const config = readConfig(baseSettings(8_004), { DATABASE_URL: databaseUrl });
    assert.equal(config.port, 8_004);
    assert.deepEqual(config.corsOrigins, []);
  });

  it('refuse another database, broker or time zone than exists', () => {
    const wrong = { DATABASE_URL: 'mysql://host/database', TIME_ZONE: 'America/Sao_Paolo' };
    assert.throws(() => readConfig(baseSettings(8_004), wrong), /DATABASE_URL[\s\S]*TIME_ZONE/);
    assert.throws(() => readConfig(processSettings, { AMQP_URL: 'http://host' }), /AMQP_URL/);
  });

  it('read lists without their blanks', () => {
    const env = {
      DATABASE_URL: databaseUrl,
      CORS_ORIGINS: ' https://a.example , https://b.example,',
    };
    assert.deepEqual(readConfig(baseSettings(1), env).corsOrigins, [
      'https://a.example',
      'https://b.example',
    ]);
  });
});
