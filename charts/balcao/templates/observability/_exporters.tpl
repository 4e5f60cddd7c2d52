{{/* Where the collector sends what it has: the exporters that are switched on, and the stack's. */}}

{{/* Exporters by their id in the collector, each with signals and config: a YAML map. */}}
{{- define "balcao.exporters" -}}
{{- $exporters := dict "debug" .Values.observability.collector.exporters.debug -}}
{{- $ids := dict "otlp" "otlp_grpc" "otlphttp" "otlp_http" "loki" "otlp_http/loki" -}}
{{- range $name, $exporter := .Values.observability.collector.exporters -}}
  {{- if $exporter.enabled -}}
    {{- if and (hasKey $exporter.config "endpoint") (not $exporter.config.endpoint) -}}
      {{- fail (printf "observability.collector.exporters.%s.config.endpoint is missing" $name) -}}
    {{- end -}}
    {{- $_ := set $exporters (get $ids $name | default $name) $exporter -}}
  {{- end -}}
{{- end -}}
{{- if include "balcao.hasStack" (dict "root" . "name" "grafana") -}}
  {{- $address := include "balcao.stackAddress" (dict "root" . "name" "grafana" "port" 4318) -}}
  {{- $config := dict "endpoint" (printf "http://%s" $address) -}}
  {{- $_ := set $exporters "otlp_http/stack" (dict "enabled" true "signals" (list "traces" "logs") "config" $config) -}}
{{- end -}}
{{- if include "balcao.hasStack" (dict "root" . "name" "prometheus") -}}
  {{- $address := include "balcao.stackAddress" (dict "root" . "name" "prometheus" "port" 9090) -}}
  {{- $config := dict "endpoint" (printf "http://%s/api/v1/write" $address) "resource_to_telemetry_conversion" (dict "enabled" true) -}}
  {{- $_ := set $exporters "prometheusremotewrite/stack" (dict "enabled" true "signals" (list "metrics") "config" $config) -}}
{{- end -}}
{{- $exporters | toYaml -}}
{{- end -}}

{{/* Ids of the exporters of one signal; debug where there is no other. Takes a dict: exporters, signal. */}}
{{- define "balcao.exportersOf" -}}
{{- $ids := list -}}
{{- range $id, $exporter := .exporters -}}
  {{- if and $exporter.enabled (has $.signal $exporter.signals) -}}{{- $ids = append $ids $id -}}{{- end -}}
{{- end -}}
{{- $ids | default (list "debug") | toJson -}}
{{- end -}}
