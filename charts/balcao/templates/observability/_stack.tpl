{{/* What the parts of the development stack have in common: one pod each, data that goes with it. */}}

{{/* Takes a dict: root, name, ports. */}}
{{- define "balcao.stackService" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "balcao.collectorMetadata" . | nindent 2 }}
spec:
  selector:
    {{- include "balcao.selector" . | nindent 4 }}
  ports:
    {{- range .ports }}
    - { name: port-{{ . }}, port: {{ . }} }
    {{- end }}
{{- end -}}

{{/*
Takes a dict: root, name, image, args, user, port, ready (a path), data (a folder), mounts, volumes (name →
ConfigMap), resources, checksum, and for some env, ports, secrets (name → Secret), token and writesRoot.
*/}}
{{- define "balcao.stackDeployment" -}}
{{- $fullname := include "balcao.fullname" .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "balcao.collectorMetadata" . | nindent 2 }}
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector:
    matchLabels:
      {{- include "balcao.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "balcao.podLabels" . | nindent 8 }}
      annotations:
        checksum/config: {{ .checksum }}
    spec:
      {{- if .token }}
      serviceAccountName: {{ $fullname }}-{{ .name }}
      {{- end }}
      automountServiceAccountToken: {{ .token | default false }}
      enableServiceLinks: false
      {{- include "balcao.pullSecrets" .root | nindent 6 }}
      securityContext:
        {{- if .user }}
        {{- include "balcao.podSecurity" .user | nindent 8 }}
        {{- else }}
        seccompProfile: { type: RuntimeDefault }
        {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ include "balcao.image" (dict "root" .root "image" .image) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- with .args }}
          args:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .env }}
          env:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          securityContext:
            {{- if .writesRoot }}
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            {{- else }}
            {{- include "balcao.containerSecurity" .root | nindent 12 }}
            {{- end }}
          readinessProbe:
            httpGet: { path: {{ .ready }}, port: {{ .port }} }
            periodSeconds: 3
            timeoutSeconds: 3
          resources:
            {{- toYaml .resources | nindent 12 }}
          volumeMounts:
            - { name: data, mountPath: {{ .data }} }
            {{- toYaml .mounts | nindent 12 }}
      volumes:
        - name: data
          emptyDir: { sizeLimit: 2Gi }
        {{- range $name, $configMap := .volumes }}
        - name: {{ $name }}
          configMap: { name: {{ $fullname }}-{{ $configMap }} }
        {{- end }}
        {{- range $name, $secret := .secrets | default dict }}
        - name: {{ $name }}
          # It starts without it, and says that it cannot tell: what it finds is to be seen all the same.
          secret: { secretName: {{ $fullname }}-{{ $secret }}, optional: true }
        {{- end }}
{{- end -}}
