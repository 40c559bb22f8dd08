{{- define "bridge.name" -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- define "bridge.account" -}}
{{- .Values.serviceAccount.name | default (include "bridge.name" .) -}}
{{- end -}}
{{/* Names of what is of the cluster tell the namespace, as others may be beside it. */}}
{{- define "bridge.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "bridge.name" .) -}}
{{- end -}}
{{- define "bridge.selector" -}}
app.kubernetes.io/name: model-catalog-bridge
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "bridge.labels" -}}
{{ include "bridge.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}
{{- define "bridge.url" -}}
{{- if .Values.host -}}
https://{{ .Values.host }}
{{- else -}}
http://{{ include "bridge.name" . }}.{{ .Release.Namespace }}.svc:9090
{{- end -}}
{{- end -}}
{{- define "bridge.subjects" -}}
subjects:
  - kind: ServiceAccount
    name: {{ include "bridge.account" . }}
    namespace: {{ .Release.Namespace }}
{{- end -}}
