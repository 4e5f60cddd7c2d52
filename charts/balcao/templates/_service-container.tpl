{{/* The container of a service, shared by its Deployment and its migration Job. Takes a dict: root, name, service. */}}

{{- define "balcao.serviceContainer" -}}
name: {{ .name }}
image: {{ include "balcao.serviceImage" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- include "balcao.containerSecurity" . | nindent 2 }}
resources:
  {{- toYaml .service.resources | nindent 2 }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- if include "balcao.trustSecret" .root }}
  {{- include "balcao.trustMount" .root | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Fills the volume that a pod's code is in where it may change while the pod runs: with the image's own. */}}
{{- define "balcao.liveCodeContainer" -}}
name: code
image: {{ include "balcao.serviceImage" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: [cp, --recursive, /app/services/., /code]
securityContext:
  {{- include "balcao.containerSecurity" . | nindent 2 }}
resources:
  {{- toYaml .service.resources | nindent 2 }}
volumeMounts:
  - { name: code, mountPath: /code }
{{- end -}}

{{- define "balcao.serviceVolumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- if include "balcao.trustSecret" .root }}
{{ include "balcao.trustVolume" .root }}
{{- end }}
{{- end -}}

{{/* Variables that the migration Job needs as well. */}}
{{- define "balcao.sharedEnv" -}}
- name: LOG_LEVEL
  value: {{ .root.Values.shop.logLevel }}
{{- if include "balcao.trustSecret" .root }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/balcao/trust/ca.crt
{{- end }}
{{- if .service.database }}
{{ include "balcao.databaseEnv" . }}
{{- end }}
{{- end -}}

{{/* The chart's variables and after them the service's own, which win: no name stands twice. */}}
{{- define "balcao.serviceEnv" -}}
{{- $own := include "balcao.ownEnv" . | fromYamlArray -}}
{{- $taken := dict -}}
{{- range $own -}}{{- $_ := set $taken .name true -}}{{- end -}}
{{- $env := list -}}
{{- range include "balcao.chartEnv" . | fromYamlArray -}}
{{- if not (hasKey $taken .name) -}}{{- $env = append $env . -}}{{- end -}}
{{- end -}}
{{- concat $env $own | toYaml -}}
{{- end -}}

{{- define "balcao.chartEnv" -}}
{{- $values := .root.Values -}}
{{- $root := .root -}}
{{ include "balcao.sharedEnv" . }}
- name: PORT
  value: {{ .service.port | quote }}
- name: TIME_ZONE
  value: {{ $values.shop.timeZone }}
{{- if .service.database }}
{{- with $values.shop.corsOrigins }}
- name: CORS_ORIGINS
  value: {{ join "," . | quote }}
{{- end }}
- name: DATABASE_POOL
  value: {{ $values.postgres.poolSize | quote }}
- name: DATABASE_POOL_MIN
  value: {{ min $values.postgres.poolMin $values.postgres.poolSize | quote }}
- name: MIGRATIONS
  value: await
{{- end }}
{{- if .service.messaging }}
{{- include "balcao.messagingEnv" .root }}
{{- if and .service.keda.enabled (ne $values.rabbitmq.mode "external") }}
# KEDA reads one address, and asks from its own namespace.
- name: KEDA_AMQP_URL
  value: amqp://$(AMQP_USER):$(AMQP_PASSWORD)@{{ include "balcao.fullname" .root }}-rabbitmq.{{ .root.Release.Namespace }}:5672
{{- end }}
{{- end }}
{{- range .service.calls }}
- name: {{ . | upper | replace "-" "_" }}_URL
  value: http://{{ include "balcao.fullname" $root }}-{{ . }}
{{- end }}
{{- with include "balcao.otlpEndpoint" .root }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . }}
- name: OTEL_TRACES_SAMPLER
  value: parentbased_traceidratio
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ $values.observability.traceSampleRatio | quote }}
{{- end }}
{{- end -}}

{{- define "balcao.ownEnv" -}}
{{- $root := .root -}}
{{- range $name, $value := .service.env }}
- name: {{ $name }}
  value: {{ tpl (include "balcao.text" $value) $root | quote }}
{{- end }}
{{- $secret := include "balcao.serviceSecret" . -}}
{{- range $name, $key := .service.secrets }}
{{ include "balcao.secretVariable" (dict "name" $name "secret" $secret "key" $key) }}
{{- end }}
{{- if $root.Values.operator.enabled }}
{{- range $name, $key := .service.operatorSecrets }}
{{ include "balcao.secretVariable" (dict "name" $name "secret" (include "balcao.operatorSecret" $root) "key" $key) }}
{{- end }}
{{- end }}
{{- with .service.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The Secret by which the operator gets in. Takes the root. */}}
{{- define "balcao.operatorSecret" -}}
{{- .Values.operator.existingSecret | default (printf "%s-operator" (include "balcao.fullname" .)) -}}
{{- end -}}
