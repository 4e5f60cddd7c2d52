{{/* The dashboards and alert rules of files/, as data of ConfigMaps. */}}

{{- define "balcao.dashboards" -}}
{{- range $path, $content := .Files.Glob "files/dashboards/*.json" }}
{{ base $path }}: |
  {{- toString $content | trim | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The rule files, with runbooks that can be opened: file name → text, a YAML map. */}}
{{- define "balcao.alerts" -}}
{{- $base := printf "runbook_url: %s/" (trimSuffix "/" .Values.prometheusRule.runbookBaseUrl) -}}
{{- $alerts := dict -}}
{{- range $path, $content := .Files.Glob "files/alerts/*.yaml" -}}
  {{- $_ := set $alerts (base $path) (toString $content | replace "runbook_url: docs/runbooks/" $base) -}}
{{- end -}}
{{- $alerts | toYaml -}}
{{- end -}}
