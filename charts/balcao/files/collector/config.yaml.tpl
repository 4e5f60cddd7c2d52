# The configuration of the collector, a Helm template; `${env:NAME}` is of the collector itself.
{{- $collector := .Values.observability.collector }}
{{- $exporters := include "balcao.exporters" . | fromYaml }}
extensions:
  health_check: { endpoint: "0.0.0.0:13133" }
  # Where reading stopped, kept on the node: a new pod goes on from there.
  file_storage: { directory: /var/lib/otelcol }

receivers:
  otlp:
    protocols:
      grpc: { endpoint: "0.0.0.0:4317" }
      http: { endpoint: "0.0.0.0:4318" }
  {{- if $collector.logs.enabled }}
  file_log:
    include:
      {{- range $collector.logs.namespaces | default (list .Release.Namespace) }}
      - /var/log/pods/{{ . }}_*/*/*.log
      {{- end }}
    # The collector's own log would feed itself.
    exclude: ["/var/log/pods/{{ include "balcao.collectorNamespace" . }}_*/*/*.log"]
    start_at: beginning
    storage: file_storage
    include_file_path: true
    include_file_name: false
    retry_on_failure: { enabled: true }
    operators:
      - { type: container, id: container }
      - { type: json_parser, if: 'body matches "^{"', on_error: send_quiet }
      - { type: severity_parser, parse_from: attributes.level, if: "attributes.level != nil", on_error: send_quiet }
      - type: trace_parser
        if: "attributes.trace_id != nil"
        trace_id: { parse_from: attributes.trace_id }
        span_id: { parse_from: attributes.span_id }
        on_error: send_quiet
      - { type: move, from: attributes.msg, to: body, if: "attributes.msg != nil" }
      - { type: remove, field: attributes.level, if: "attributes.level != nil" }
      - { type: remove, field: attributes.time, if: "attributes.time != nil" }
  {{- end }}
  {{- if $collector.hostMetrics.enabled }}
  hostmetrics:
    root_path: /hostfs
    collection_interval: {{ $collector.hostMetrics.interval }}
    scrapers: { cpu: {}, load: {}, memory: {}, disk: {} }
  {{- end }}
  {{- if $collector.kubeletMetrics.enabled }}
  kubeletstats:
    auth_type: serviceAccount
    endpoint: "https://${env:NODE_IP}:10250"
    insecure_skip_verify: {{ $collector.kubeletMetrics.insecureSkipVerify }}
    collection_interval: {{ $collector.kubeletMetrics.interval }}
    metric_groups: [node, pod, container]
  {{- end }}

processors:
  memory_limiter: { check_interval: 1s, limit_percentage: 75, spike_limit_percentage: 20 }
  batch: { timeout: 1s }
  k8s_attributes:
    filter: { node_from_env_var: NODE_NAME }
    extract:
      metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.deployment.name, k8s.node.name]
      deployment_name_from_replicaset: true
      labels: [{ tag_name: service.name, key: app.kubernetes.io/name, from: pod }]
    pod_association:
      - sources: [{ from: resource_attribute, name: k8s.pod.uid }]
      - sources: [{ from: connection }]
  resource: { attributes: [{ key: k8s.node.name, value: "${env:NODE_NAME}", action: insert }] }

exporters:
  {{- range $id, $exporter := $exporters }}
  {{ $id }}: {{ $exporter.config | toJson }}
  {{- end }}

service:
  extensions: [health_check, file_storage]
  telemetry:
    metrics:
      readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: 8888 } } } }]
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, k8s_attributes, resource, batch]
      exporters: {{ include "balcao.exportersOf" (dict "exporters" $exporters "signal" "traces") }}
    metrics:
      receivers: [otlp{{ if $collector.hostMetrics.enabled }}, hostmetrics{{ end }}{{ if $collector.kubeletMetrics.enabled }}, kubeletstats{{ end }}]
      processors: [memory_limiter, k8s_attributes, resource, batch]
      exporters: {{ include "balcao.exportersOf" (dict "exporters" $exporters "signal" "metrics") }}
    logs:
      receivers: [otlp{{ if $collector.logs.enabled }}, file_log{{ end }}]
      processors: [memory_limiter, k8s_attributes, resource, batch]
      exporters: {{ include "balcao.exportersOf" (dict "exporters" $exporters "signal" "logs") }}
