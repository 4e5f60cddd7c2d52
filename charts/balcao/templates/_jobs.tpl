{{/*
A Job cannot be changed, so its name holds a digest of what it does: the same values keep it as it is, any
change makes a new one beside it, and Helm removes the old. Takes a dict: root, name, spec (YAML text).
*/}}
{{- define "balcao.job" -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "balcao.fullname" .root }}-{{ .name }}-{{ .spec | sha256sum | trunc 8 }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "balcao.labels" . | nindent 4 }}
spec:
  {{- .spec | nindent 2 }}
{{- end -}}
