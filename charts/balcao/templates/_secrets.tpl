{{/*
What a kept Secret holds, key → base64: passwords are made once; an upgrade, and a new installation under the same
name, find the old ones. Takes a dict: root, name, keys (a list), fixed (a dict of values that are not secret, optional).
*/}}
{{- define "balcao.keptData" -}}
{{- $name := printf "%s-%s" (include "balcao.fullname" .root) .name -}}
{{- $before := (lookup "v1" "Secret" .root.Release.Namespace $name).data | default dict -}}
{{- range $key, $value := .fixed | default dict }}
{{ $key }}: {{ $value | b64enc }}
{{- end }}
{{- range .keys }}
{{ . }}: {{ index $before . | default (randAlphaNum 32 | b64enc) }}
{{- end }}
{{- end -}}

{{/* A Secret that stays when the shop goes. Takes what balcao.keptData takes, or that as data where it is needed twice. */}}
{{- define "balcao.keptSecret" -}}
apiVersion: v1
kind: Secret
metadata:
  {{- include "balcao.metadata" . | nindent 2 }}
  annotations:
    helm.sh/resource-policy: keep
type: Opaque
data:
  {{- with .data }}{{ . | trim | nindent 2 }}{{ else }}{{ include "balcao.keptData" . | trim | nindent 2 }}{{ end }}
{{- end -}}
