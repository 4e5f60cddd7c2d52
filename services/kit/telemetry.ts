/** OpenTelemetry tracing: a provider per service, W3C trace context over HTTP, outbox and bus. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';

export interface Telemetry {
  tracer: Tracer;
  stop(): Promise<void>;
}

/** Where spans go: an OTLP/HTTP collector by its URL, a given exporter (tests), or nowhere. */
export interface TelemetryOptions {
  service: string;
  otlpUrl?: string | undefined;
  exporter?: SpanExporter | undefined;
}

/** A collector that does not answer gets no more of the time in which a service has to end. */
const flushWithinMs = 2_000;

const propagator = new W3CTraceContextPropagator();

/** Makes the process carry trace context across awaits. Call once per process; later calls do nothing. */
export function enableContextPropagation(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

/**
 * The library reads OTEL_RESOURCE_ATTRIBUTES (the pod's name, its namespace) and the other standard variables of
 * the SDK by itself. Without an exporter spans still get ids, so that logs and `X-Trace-Id` always
 * have one.
 */
export function createTelemetry({ service, otlpUrl, exporter }: TelemetryOptions): Telemetry {
  enableContextPropagation();
  const processors = [];
  if (otlpUrl !== undefined) {
    processors.push(new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpUrl}/v1/traces` })));
  }
  if (exporter !== undefined) processors.push(new SimpleSpanProcessor(exporter));
  const provider = new NodeTracerProvider({
    resource: detectResources({ detectors: [envDetector] }).merge(
      resourceFromAttributes({ 'service.name': `balcao-${service}` }),
    ),
    spanProcessors: processors,
    // Where nobody collects, a span is its ids and nothing else. Elsewhere the library reads how many traces
    // are kept from OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG: all by default.
    ...(processors.length === 0 ? { sampler: new AlwaysOffSampler() } : {}),
  });
  return {
    tracer: provider.getTracer('balcao'),
    stop: () =>
      Promise.race([provider.shutdown(), delay(flushWithinMs, undefined, { ref: false })]),
  };
}

/** The context that a `traceparent` header or column describes; the root where there is none. */
export function contextFrom(traceparent: string | null | undefined): Context {
  if (traceparent === null || traceparent === undefined) return ROOT_CONTEXT;
  return propagator.extract(ROOT_CONTEXT, { traceparent }, headerGetter);
}

/** The `traceparent` of a span, to be stored or sent. */
export function traceparentOf(span: Span | undefined): string | null {
  if (span === undefined) return null;
  const carrier: { traceparent?: string } = {};
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), carrier, {
    set: (target, key, value) => {
      if (key === 'traceparent') target.traceparent = value;
    },
  });
  return carrier.traceparent ?? null;
}

/** The `traceparent` of whatever is being done now. */
export function activeTraceparent(): string | null {
  return traceparentOf(trace.getActiveSpan());
}

/** The id of the trace that a `traceparent` belongs to, where that trace is kept. */
export function sampledTraceId(traceparent: string | null | undefined): string | null {
  const span = trace.getSpanContext(contextFrom(traceparent));
  return span !== undefined && (span.traceFlags & TraceFlags.SAMPLED) !== 0 ? span.traceId : null;
}

export interface SpanOptions {
  tracer: Tracer;
  name: string;
  kind: SpanKind;
  parent: Context;
  attributes?: Attributes;
}

/** Starts a span under an explicit parent. */
export function startSpan({ tracer, name, kind, parent, attributes = {} }: SpanOptions): Span {
  return tracer.startSpan(name, { kind, attributes }, parent);
}

/** Marks a span as failed. */
export function failSpan(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
}

const headerGetter = {
  keys: (carrier: Record<string, string>) => Object.keys(carrier),
  get: (carrier: Record<string, string>, key: string) => carrier[key],
};
