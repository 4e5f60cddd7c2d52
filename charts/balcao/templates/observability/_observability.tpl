{{/* Names of what watches the shop. It reads files of the nodes, so it lives in a namespace of its own. */}}

{{- define "balcao.collectorNamespace" -}}
{{- .Values.observability.collector.namespace | default (printf "%s-observability" .Release.Namespace) -}}
{{- end -}}

{{/* Whether anything is installed in that namespace. */}}
{{- define "balcao.usesCollectorNamespace" -}}
{{- if or .Values.observability.collector.enabled .Values.observability.stack.enabled -}}true{{- end -}}
{{- end -}}

{{/* The address that services send traces to; empty where nobody collects. */}}
{{- define "balcao.otlpEndpoint" -}}
{{- if .Values.observability.otlpEndpoint -}}{{ .Values.observability.otlpEndpoint }}
{{- else if .Values.observability.collector.enabled -}}
http://{{ include "balcao.fullname" . }}-collector.{{ include "balcao.collectorNamespace" . }}:4318
{{- end -}}
{{- end -}}

{{/* As balcao.metadata, in the collector's namespace unless another is given. Takes a dict: root, name, namespace. */}}
{{- define "balcao.collectorMetadata" -}}
name: {{ printf "%s-%s" (include "balcao.fullname" .root) .name }}
namespace: {{ .namespace | default (include "balcao.collectorNamespace" .root) }}
labels:
  {{- include "balcao.labels" . | nindent 2 }}
{{- end -}}

{{/* A name for what belongs to no namespace: unique in the cluster. Takes a dict with root and name. */}}
{{- define "balcao.clusterMetadata" -}}
name: {{ printf "%s-%s-%s" .root.Release.Namespace (include "balcao.fullname" .root) .name }}
labels:
  {{- include "balcao.labels" . | nindent 2 }}
{{- end -}}

{{/* Whether a part of the stack is installed. Takes a dict with root and name. */}}
{{- define "balcao.hasStack" -}}
{{- with .root.Values.observability.stack -}}
{{- if and .enabled (index . $.name).enabled -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* Where a part of the stack answers, as host:port. Takes a dict: root, name, port. */}}
{{- define "balcao.stackAddress" -}}
{{ include "balcao.fullname" .root }}-{{ .name }}.{{ include "balcao.collectorNamespace" .root }}:{{ .port }}
{{- end -}}
