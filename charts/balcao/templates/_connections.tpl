{{/* How services reach PostgreSQL, RabbitMQ and Redis in each mode: host names, variables, certificates. */}}

{{- define "balcao.postgresHost" -}}
{{- $name := include "balcao.fullname" . -}}
{{- if eq .Values.postgres.mode "external" -}}{{ .Values.postgres.external.host }}
{{- else if eq .Values.postgres.mode "cloudnative-pg" -}}{{ $name }}-postgres-rw
{{- else -}}{{ $name }}-postgres{{- end -}}
{{- end -}}

{{- define "balcao.postgresPort" -}}
{{- if eq .Values.postgres.mode "external" -}}{{ .Values.postgres.external.port }}{{- else -}}5432{{- end -}}
{{- end -}}

{{/* The Secret with username and password of the role that makes databases. */}}
{{- define "balcao.postgresAdminSecret" -}}
{{- if eq .Values.postgres.mode "external" -}}{{ .Values.postgres.external.existingSecret }}
{{- else if eq .Values.postgres.mode "cloudnative-pg" -}}{{ include "balcao.fullname" . }}-postgres-superuser
{{- else -}}{{ .Values.postgres.bundled.existingSecret | default (printf "%s-postgres" (include "balcao.fullname" .)) }}
{{- end -}}
{{- end -}}

{{/* The Secret with username and password of the services' RabbitMQ user; a server elsewhere has an address instead. */}}
{{- define "balcao.rabbitmqSecret" -}}
{{- $name := include "balcao.fullname" . -}}
{{- if eq .Values.rabbitmq.mode "cluster-operator" -}}{{ $name }}-rabbitmq-default-user
{{- else -}}{{ .Values.rabbitmq.bundled.existingSecret | default (printf "%s-rabbitmq" $name) }}
{{- end -}}
{{- end -}}

{{- define "balcao.valkeySecret" -}}
{{- .Values.redis.bundled.existingSecret | default (printf "%s-valkey" (include "balcao.fullname" .)) -}}
{{- end -}}

{{- define "balcao.createsDatabases" -}}
{{- if or (ne .Values.postgres.mode "external") .Values.postgres.external.createDatabases -}}true{{- end -}}
{{- end -}}

{{/* Parameters of the services' DATABASE_URL for the chosen encryption. */}}
{{- define "balcao.postgresParameters" -}}
{{- $mode := .Values.postgres.sslMode -}}
{{- if eq $mode "require" -}}?sslmode=require&uselibpqcompat=true
{{- else if eq $mode "verify-full" -}}?sslmode=verify-full
{{- end -}}
{{- end -}}

{{/* A service's own database. Takes a dict: root, name, service. */}}
{{- define "balcao.databaseEnv" -}}
{{- $role := .name | replace "-" "_" -}}
{{ include "balcao.secretVariable" (dict "name" "DATABASE_PASSWORD" "secret" (include "balcao.serviceSecret" .) "key" "database-password") }}
- name: DATABASE_URL
  value: postgres://{{ $role }}:$(DATABASE_PASSWORD)@{{ include "balcao.postgresHost" .root }}:{{ include "balcao.postgresPort" .root }}/{{ $role }}{{ include "balcao.postgresParameters" .root }}
{{- end -}}

{{- define "balcao.messagingEnv" -}}
{{- $name := include "balcao.fullname" . -}}
{{- if eq .Values.rabbitmq.mode "external" }}
{{ include "balcao.secretVariable" (dict "name" "AMQP_URL" "secret" .Values.rabbitmq.external.existingSecret "key" "url") }}
{{- else }}
{{- $secret := include "balcao.rabbitmqSecret" . }}
{{ include "balcao.secretVariable" (dict "name" "AMQP_USER" "secret" $secret "key" "username") }}
{{ include "balcao.secretVariable" (dict "name" "AMQP_PASSWORD" "secret" $secret "key" "password") }}
- name: AMQP_URL
  # With the namespace: KEDA reads it too, and asks from its own.
  value: amqp://$(AMQP_USER):$(AMQP_PASSWORD)@{{ $name }}-rabbitmq.{{ .Release.Namespace }}:5672
{{- end }}
{{- if eq .Values.redis.mode "external" }}
{{ include "balcao.secretVariable" (dict "name" "REDIS_URL" "secret" .Values.redis.external.existingSecret "key" "url") }}
{{- else }}
{{ include "balcao.secretVariable" (dict "name" "REDIS_PASSWORD" "secret" (include "balcao.valkeySecret" .) "key" "password") }}
- name: REDIS_URL
  value: redis://:$(REDIS_PASSWORD)@{{ $name }}-valkey:6379
{{- end }}
{{- end -}}

{{/* The Secret of the authorities that are trusted beside the public ones; empty where there is none. */}}
{{- define "balcao.trustSecret" -}}
{{- if .Values.trust.caSecret -}}{{ .Values.trust.caSecret }}
{{- else if eq .Values.postgres.mode "cloudnative-pg" -}}{{ include "balcao.fullname" . }}-postgres-ca
{{- end -}}
{{- end -}}

{{- define "balcao.trustVolume" -}}
- name: trust
  secret:
    secretName: {{ include "balcao.trustSecret" . }}
    items: [{ key: {{ .Values.trust.caKey }}, path: ca.crt }]
{{- end -}}

{{- define "balcao.trustMount" -}}
- { name: trust, mountPath: /etc/balcao/trust, readOnly: true }
{{- end -}}
