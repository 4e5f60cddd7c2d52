{{/* How the Alertmanager of the development stack tells the shop's inbox, which is kept by the service notifier. */}}

{{/* Whether it does: both are installed, notifier has a token for it, and it has no configuration of yours. */}}
{{- define "balcao.tellsInbox" -}}
{{- $notifier := get (include "balcao.services" . | fromYaml) "notifier" | default (dict "secrets" dict) -}}
{{- $hasToken := hasKey $notifier.secrets "NOTIFIER_ALERTMANAGER_TOKEN" -}}
{{- $isOwn := not .Values.observability.stack.alertmanager.config -}}
{{- if and $hasToken $isOwn (include "balcao.hasStack" (dict "root" . "name" "alertmanager")) -}}true{{- end -}}
{{- end -}}

{{- define "balcao.inboxConfig" -}}
route: { receiver: inbox, group_by: [alertname, namespace], group_wait: 10s, group_interval: 1m }
receivers:
  - name: inbox
    webhook_configs:
      - url: http://{{ include "balcao.fullname" . }}-notifier.{{ .Release.Namespace }}/api/v1/notifications/alertmanager
        http_config: { authorization: { credentials_file: /etc/alertmanager-token/token } }
{{- end -}}

{{/*
The token that notifier asks of it, from the shop's namespace into its own. Takes a dict: root, made (service → data of
the Secret that was generated for it). A Secret of yours is read from the cluster.
*/}}
{{- define "balcao.inboxToken" -}}
{{- if include "balcao.tellsInbox" .root -}}
{{- $notifier := get (include "balcao.services" .root | fromYaml) "notifier" -}}
{{- $data := get .made "notifier" -}}
{{- with $notifier.existingSecret -}}{{- $data = (lookup "v1" "Secret" $.root.Release.Namespace .).data -}}{{- end -}}
{{- with get ($data | default dict) $notifier.secrets.NOTIFIER_ALERTMANAGER_TOKEN }}
---
apiVersion: v1
kind: Secret
metadata:
  {{- include "balcao.collectorMetadata" (dict "root" $.root "name" "alertmanager") | nindent 2 }}
type: Opaque
data:
  token: {{ . }}
{{- end }}
{{- end -}}
{{- end -}}
