{{/* Names, labels and the image. Each takes the root. */}}

{{- define "operator.fullname" -}}
{{- .Values.fullnameOverride | default .Release.Name | replace "." "-" | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* The name is the one that shops let in: always the same. */}}
{{- define "operator.selector" -}}
app.kubernetes.io/name: balcao-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "operator.labels" -}}
{{ include "operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: balcao
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "operator.metadata" -}}
name: {{ include "operator.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "operator.labels" . | nindent 2 }}
{{- end -}}

{{/* Of what belongs to no namespace: two releases must not share one. */}}
{{- define "operator.clusterName" -}}
{{ printf "%s-%s" .Release.Namespace (include "operator.fullname" .) }}
{{- end -}}

{{- define "operator.account" -}}
{{ .Values.serviceAccount.name | default (include "operator.fullname" .) }}
{{- end -}}

{{/* Takes a dict: root, image. */}}
{{- define "operator.image" -}}
{{- with .root.Values.global.imageRegistry -}}{{ trimSuffix "/" . }}/{{- end -}}
{{- .image.repository -}}
{{- if .image.digest -}}@{{ .image.digest }}{{- else -}}:{{ .image.tag | default .root.Chart.AppVersion }}{{- end -}}
{{- end -}}
