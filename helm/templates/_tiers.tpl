{{- /* The rules of each tier. Looking is always on, and reads no secret. */}}
{{- define "killswitch.tier.read" -}}
- apiGroups: [""]
  resources: [pods, services, namespaces, nodes, serviceaccounts, events]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list]
- apiGroups: [apps]
  resources: [deployments, replicasets, statefulsets, daemonsets]
  verbs: [get, list]
- apiGroups: [batch]
  resources: [jobs, cronjobs]
  verbs: [get, list]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, clusterroles, rolebindings, clusterrolebindings]
  verbs: [get, list]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list]
{{- end }}

{{- define "killswitch.tier.isolate" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [create, patch]
{{- end }}

{{- define "killswitch.tier.kill" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [delete]
{{- end }}

{{- define "killswitch.tier.evidence" -}}
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
{{- end }}
