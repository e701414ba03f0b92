{{- define "killswitch.name" -}}
{{- if contains "killswitch" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-killswitch" (.Release.Name | trunc 39 | trimSuffix "-") }}{{ end }}
{{- end }}

{{- /* What has no namespace is named for ours: two releases in one cluster do not meet. */}}
{{- define "killswitch.clusterName" -}}
{{- /* Linted, a release has no namespace. */ -}}
{{ printf "%s-%s" .Release.Namespace (include "killswitch.name" .) | trimPrefix "-" }}
{{- end }}

{{- define "killswitch.selector" -}}
app.kubernetes.io/name: killswitch
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "killswitch.labels" -}}
{{ include "killswitch.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "killswitch.account" -}}
{{ .Values.serviceAccount.name | default (include "killswitch.name" .) }}
{{- end }}

{{- define "killswitch.image" -}}
{{ .Values.image.repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- /* killswitch.yaml: the operator's, and the places that only the chart knows. */}}
{{- define "killswitch.configuration" -}}
{{- $given := .Values.configuration }}
{{- range $key := list "data-directory" }}
{{- if hasKey $given $key }}{{ fail (printf "configuration.%s: the chart decides it; take it out" $key) }}{{ end }}
{{- end }}
{{- if hasKey ($given.store | default dict) "url" }}{{ fail "configuration.store.url: the chart decides it; take it out" }}{{ end }}
{{- if hasKey ($given.rules | default dict) "directory" }}{{ fail "configuration.rules.directory: the chart decides it; take it out" }}{{ end }}
{{- range $name, $connection := $given.connections }}
{{- if and (eq (toString $connection.kind) "kubernetes") (not $connection.kubeconfig) (not $connection.url) }}
{{- range $tier := $connection.tiers }}
{{- if and $.Values.rbac.create (not (has $tier $.Values.rbac.tiers)) }}{{ fail (printf "configuration.connections.%s.tiers: %s is not among rbac.tiers; add it there, or take it out here" $name $tier) }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- $places := dict "data-directory" "/var/lib/killswitch" "store" (dict "url" "jdbc:sqlite:/var/lib/killswitch/killswitch.db") "rules" (dict "directory" "/etc/killswitch/rules") }}
{{- toYaml (mergeOverwrite (deepCopy $given) $places) }}
{{- end }}
