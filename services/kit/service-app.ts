/** The HTTP app of a service: its routes, its own state, parked messages, probes and the OpenAPI document. */
import type { RequestListener } from 'node:http';
import type { Base } from './base.ts';
import { createApp } from './http/app.ts';
import type { EventStreams } from './http/event-streams.ts';
import { addProbes, type ProbeOptions } from './http/health.ts';
import { openApiDocument } from './http/openapi.ts';
import { createReplayCache } from './http/replay-cache.ts';
import { apiPrefix, type Route } from './http/route.ts';
import { parkedRoutes } from './parked-routes.ts';
import type { BaseConfig } from './settings.ts';
import { statusRoute } from './status-route.ts';
import type { TokenVerifier } from './tokens.ts';

export interface ServiceAppOptions {
  name: string;
  /** First segment of the paths of parked messages and of the document. */
  prefix: string;
  description: string;
  config: BaseConfig;
  base: Base;
  routes: Route[];
  verifier: TokenVerifier;
  streams: EventStreams;
  probes: ProbeOptions;
}

const version = '0.1.0';

export function createServiceApp(options: ServiceAppOptions): RequestListener {
  const { name, prefix, description, config, base, routes, verifier, streams, probes } = options;
  const { db, log, metrics, telemetry, redis } = base;
  // First among the routes, where no `/:id` catches their paths; last in the document, where they are rarely read.
  const own = [
    statusRoute(`/${prefix}`, db, { service: name, version, dependencies: probes.dependencies }),
    ...parkedRoutes(`/${prefix}`, db),
  ];
  const info = { title: `Balcão ${name}`, description, version };
  let document: object | undefined;
  return createApp({
    service: name,
    routes: [...own, ...routes],
    db,
    log,
    metrics,
    tracer: telemetry.tracer,
    verifier,
    replays: createReplayCache(name, redis, log),
    streams,
    corsOrigins: config.corsOrigins,
    maxBodyBytes: config.maxBodyBytes,
    requestTimeoutMs: config.requestTimeoutMs,
    hasStrictAnswers: config.hasStrictAnswers,
    addProbes: (app) => addProbes(app, probes),
    addPages(pages) {
      pages.get(`${apiPrefix}/${prefix}/openapi.json`, (_request, response) => {
        // Made when somebody asks: a start has enough to do.
        document ??= openApiDocument([...routes, ...own], info);
        response.json(document);
      });
    },
  });
}
