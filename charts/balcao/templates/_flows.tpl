{{/* Egress rules of the network policies: where pods of the shop may go. Each takes the root. */}}

{{- define "balcao.dnsRule" -}}
- ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
  to:
    {{- toYaml .Values.networkPolicy.dnsTo | nindent 4 }}
{{- end -}}

{{/* Labels of the servers' pods; those that an operator makes carry its own. */}}
{{- define "balcao.postgresSelector" -}}
{{- if eq .Values.postgres.mode "cloudnative-pg" -}}
cnpg.io/cluster: {{ include "balcao.fullname" . }}-postgres
{{- else -}}
{{ include "balcao.selector" (dict "root" . "name" "postgres") }}
{{- end -}}
{{- end -}}

{{- define "balcao.rabbitmqSelector" -}}
{{- if eq .Values.rabbitmq.mode "cluster-operator" -}}
app.kubernetes.io/name: {{ include "balcao.fullname" . }}-rabbitmq
{{- else -}}
{{ include "balcao.selector" (dict "root" . "name" "rabbitmq") }}
{{- end -}}
{{- end -}}

{{- define "balcao.valkeySelector" -}}
{{ include "balcao.selector" (dict "root" . "name" "valkey") }}
{{- end -}}

{{- define "balcao.externalRule" -}}
- ports: [{ port: {{ .port }} }]
  to:
    {{- toYaml .root.Values.networkPolicy.externalTo | nindent 4 }}
{{- end -}}

{{- define "balcao.postgresRule" -}}
{{- if eq .Values.postgres.mode "external" -}}
{{ include "balcao.externalRule" (dict "root" . "port" .Values.postgres.external.port) }}
{{- else -}}
- ports: [{ port: 5432 }]
  to:
    - podSelector:
        matchLabels:
          {{- include "balcao.postgresSelector" . | nindent 10 }}
{{- end -}}
{{- end -}}

{{- define "balcao.rabbitmqRule" -}}
{{- if eq .Values.rabbitmq.mode "external" -}}
{{ include "balcao.externalRule" (dict "root" . "port" .Values.rabbitmq.external.port) }}
{{- else -}}
- ports: [{ port: 5672 }]
  to:
    - podSelector:
        matchLabels:
          {{- include "balcao.rabbitmqSelector" . | nindent 10 }}
{{- end -}}
{{- end -}}

{{- define "balcao.redisRule" -}}
{{- if eq .Values.redis.mode "external" -}}
{{ include "balcao.externalRule" (dict "root" . "port" .Values.redis.external.port) }}
{{- else -}}
- ports: [{ port: 6379 }]
  to:
    - podSelector:
        matchLabels:
          {{- include "balcao.valkeySelector" . | nindent 10 }}
{{- end -}}
{{- end -}}

{{/* Traces to the collector of the own node, or to one elsewhere. */}}
{{- define "balcao.telemetryRule" -}}
{{- if .Values.observability.otlpEndpoint -}}
{{ include "balcao.externalRule" (dict "root" . "port" (include "balcao.portOf" .Values.observability.otlpEndpoint | int)) }}
{{- else if .Values.observability.collector.enabled -}}
- ports: [{ port: 4318 }]
  to:
    - namespaceSelector:
        matchLabels: { kubernetes.io/metadata.name: {{ include "balcao.collectorNamespace" . }} }
      podSelector:
        matchLabels:
          {{- include "balcao.selector" (dict "root" . "name" "collector") | nindent 10 }}
{{- end -}}
{{- end -}}

{{/* The port of an address, which is a URL or host:port; without one, that of its scheme, and TLS's where it has none. */}}
{{- define "balcao.portOf" -}}
{{- $host := regexFind "^[^/]*" (regexReplaceAll "^[a-z]+://" . "") -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (ternary "80" "443" (hasPrefix "http://" .)) -}}
{{- end -}}
