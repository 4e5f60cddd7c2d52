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

{{/*
Refuses a server of the shop's own with fewer connections than all pods may open: at their most, with the one that a
rollout adds and one that is still going, and ten for Jobs and administrators. A pod that gets none is never ready.
*/}}
{{- define "balcao.requireConnections" -}}
{{- $pods := 0 -}}
{{- range include "balcao.services" . | fromYaml -}}
{{- if .database -}}
{{- $most := ternary .autoscaling.maxReplicas .replicas (or .autoscaling.enabled .keda.enabled) -}}
{{- $pods = add $pods $most 2 -}}
{{- end -}}
{{- end -}}
{{- $needed := add 10 (mul $pods .Values.postgres.poolSize) -}}
{{- if lt (int .Values.postgres.bundled.maxConnections) (int $needed) -}}
{{- fail (printf "postgres.bundled.maxConnections (%d) is less than the %d that all services' pods at their most may open (postgres.poolSize each): raise it, or lower poolSize or autoscaling.maxReplicas" (int .Values.postgres.bundled.maxConnections) $needed) -}}
{{- end -}}
{{- end -}}

{{/* Parameters of the services' DATABASE_URL for the chosen encryption. */}}
{{- define "balcao.postgresParameters" -}}
{{- $mode := .Values.postgres.sslMode -}}
{{- if eq $mode "require" -}}?sslmode=require&uselibpqcompat=true
{{- else if eq $mode "verify-full" -}}?sslmode=verify-full
{{- end -}}
{{- end -}}

{{/* A service's own database; it puts the password into the address, encoded. Takes a dict: root, name, service. */}}
{{- define "balcao.databaseEnv" -}}
{{- $role := .name | replace "-" "_" -}}
{{ include "balcao.secretVariable" (dict "name" "DATABASE_PASSWORD" "secret" (include "balcao.serviceSecret" .) "key" "database-password") }}
- name: DATABASE_URL
  value: postgres://{{ $role }}@{{ include "balcao.postgresHost" .root }}:{{ include "balcao.postgresPort" .root }}/{{ $role }}{{ include "balcao.postgresParameters" .root }}
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
  value: amqp://{{ $name }}-rabbitmq:5672
{{- end }}
{{- if eq .Values.redis.mode "external" }}
{{ include "balcao.secretVariable" (dict "name" "REDIS_URL" "secret" .Values.redis.external.existingSecret "key" "url") }}
{{- else }}
{{ include "balcao.secretVariable" (dict "name" "REDIS_PASSWORD" "secret" (include "balcao.valkeySecret" .) "key" "password") }}
- name: REDIS_URL
  value: redis://{{ $name }}-valkey:6379
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
