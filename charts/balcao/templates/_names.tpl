{{/* Names, labels and images. Every template of a service gets a dict: root, name, service. */}}

{{- define "balcao.fullname" -}}
{{- .Values.fullnameOverride | default .Release.Name | replace "." "-" | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* The selector never changes: name and instance. Takes a dict with root and name. */}}
{{- define "balcao.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{- define "balcao.labels" -}}
{{ include "balcao.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: balcao
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Labels of pods: without versions, so that a new chart restarts only what it changes. */}}
{{- define "balcao.podLabels" -}}
{{ include "balcao.selector" . }}
app.kubernetes.io/part-of: balcao
{{- end -}}

{{- define "balcao.metadata" -}}
name: {{ printf "%s-%s" (include "balcao.fullname" .root) .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "balcao.labels" . | nindent 2 }}
{{- end -}}

{{/* The services that are installed, each with the defaults under its own entry: a YAML map. */}}
{{- define "balcao.services" -}}
{{- $services := dict -}}
{{- range $name, $own := .Values.services -}}
  {{- $service := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($own | default dict)) -}}
  {{- if not $service.paths -}}
  {{- fail (printf "services.%s is no service of this chart, and one of your own needs paths" $name) -}}
  {{- end -}}
  {{- if $service.enabled -}}{{- $_ := set $services $name $service -}}{{- end -}}
{{- end -}}
{{- $services | toYaml -}}
{{- end -}}

{{/* registry/repository:tag or @digest. Takes a dict with root and image. */}}
{{- define "balcao.image" -}}
{{- with .root.Values.global.imageRegistry -}}{{ trimSuffix "/" . }}/{{- end -}}
{{- .image.repository -}}
{{- if .image.digest -}}@{{ .image.digest }}{{- else -}}:{{ .image.tag }}{{- end -}}
{{- end -}}

{{/* The image of one service: its own settings, else the shop's repository and tag. */}}
{{- define "balcao.serviceImage" -}}
{{- $values := .root.Values -}}
{{- $repository := .service.image.repository | default (printf "%s/%s" $values.image.repository .name) -}}
{{- $tag := .service.image.tag | default $values.image.tag | default .root.Chart.AppVersion -}}
{{- include "balcao.image" (dict "root" .root "image" (dict "repository" $repository "tag" $tag "digest" .service.image.digest)) -}}
{{- end -}}

{{/* The Secret of one service. */}}
{{- define "balcao.serviceSecret" -}}
{{- .service.existingSecret | default (printf "%s-%s" (include "balcao.fullname" .root) .name) -}}
{{- end -}}

{{/* A value as text: Helm would print a large number as 1e+06. */}}
{{- define "balcao.text" -}}
{{- kindIs "string" . | ternary . (toJson .) -}}
{{- end -}}

{{- define "balcao.pullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}
