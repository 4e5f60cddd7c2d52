/** Protects: a log line can be found by its trace, and holds no secret. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { createLogger } from './log.ts';
import { createTelemetry } from './telemetry.ts';

describe('log', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'balcao-log-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function linesOf(write: (file: string) => void): Promise<Record<string, unknown>[]> {
    const file = join(folder, `${Math.random()}.log`);
    write(file);
    const text = await readFile(file, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  it('names the trace that it belongs to, also where nobody collects traces', async () => {
    const { tracer, stop } = createTelemetry({ service: 'test' });
    const span = tracer.startSpan('work');
    const [line] = await linesOf((file) => {
      const log = createLogger({ level: 'info', file });
      context.with(trace.setSpan(context.active(), span), () => log.info('hello'));
    });
    assert.equal(line?.trace_id, span.spanContext().traceId);
    assert.match(String(line?.trace_id), /^[0-9a-f]{32}$/);
    await stop();
  });

  it('cuts out secrets by name, at the top and within', async () => {
    const [line] = await linesOf((file) => {
      const log = createLogger({ level: 'info', file });
      log.info({ password: 'p', body: { refreshToken: 'r', cardToken: 'c', name: 'Ana' } }, 'x');
    });
    assert.deepEqual(
      [line?.password, line?.body],
      ['[redacted]', { refreshToken: '[redacted]', cardToken: '[redacted]', name: 'Ana' }],
    );
  });
});
