/** Traces, counts and logs every request. */
import { context, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import type express from 'express';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { contextFrom } from '../telemetry.ts';

export interface ObserveOptions {
  service: string;
  log: Logger;
  metrics: Metrics;
  tracer: Tracer;
}

/** What one request has gathered so far; kept in `response.locals`. */
export interface Exchange {
  span: Span;
  traceId: string;
  /** On the clock of `performance.now()`. */
  startedAt: number;
  /** When a stream began, which may go on for minutes: that is no slow answer. */
  streamedAt?: number;
  route: string;
}

export function exchangeOf(response: express.Response): Exchange {
  return response.locals as Exchange & Record<string, unknown>;
}

/** Starts the span, sets `X-Trace-Id`, and counts and logs the answer when it has been sent. */
export function observe({ tracer, metrics, log, service }: ObserveOptions): express.RequestHandler {
  return (request, response, next) => {
    const parent = contextFrom(request.get('traceparent'));
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    const exchange: Exchange = {
      span,
      traceId: span.spanContext().traceId,
      startedAt: performance.now(),
      route: 'unknown',
    };
    Object.assign(response.locals, exchange);
    response.set('X-Trace-Id', exchange.traceId);
    response.once('close', () => {
      const { route, streamedAt = performance.now() } = exchangeOf(response);
      const seconds = (streamedAt - exchange.startedAt) / 1000;
      const labels = { method: request.method, route, status: response.statusCode };
      metrics.httpRequests.inc(labels);
      metrics.httpDuration.observe(labels, seconds);
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': response.statusCode,
      });
      // What is traced is logged too, so that a trace and its log can be found by one id.
      const level = span.isRecording() ? 'info' : 'debug';
      span.end();
      log[level]({ service, ...labels, seconds, trace_id: exchange.traceId }, 'answered');
    });
    context.with(trace.setSpan(parent, span), next);
  };
}
