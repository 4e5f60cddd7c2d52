/** Structured JSON logs with trace ids; secrets are cut out by name. */
import { context, trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const secretNames = [
  'password',
  'currentPassword',
  'newPassword',
  'accessToken',
  'refreshToken',
  'deviceToken',
  'clientSecret',
  'authorization',
  'cookie',
  'cardToken',
  'secret',
];

/** A logger that writes to stdout, or to a file where `file` is given. Levels are pino's. */
export function createLogger(options: { level: string; file?: string }): Logger {
  const destination = pino.destination({ dest: options.file ?? 1, sync: true, mkdir: true });
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
      mixin: traceFields,
    },
    destination,
  );
}

function traceFields(): object {
  const span = trace.getSpanContext(context.active());
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
