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
{{- with .Values.rbac.deny }}
{{- if .cilium }}
- apiGroups: [cilium.io]
  resources: [ciliumnetworkpolicies]
  verbs: [get, create, patch, delete]
- apiGroups: [cilium.io]
  resources: [ciliumendpoints]
  verbs: [get]
{{- end }}
{{- if .calicoTier }}
- apiGroups: [projectcalico.org]
  resources: [globalnetworkpolicies]
  verbs: [get, create, patch, delete]
- apiGroups: [projectcalico.org]
  resources: [tier.globalnetworkpolicies]
  resourceNames: ["{{ .calicoTier }}.*"]
  verbs: [get, create, patch, delete]
{{- end }}
{{- if .clusterNetworkPolicy }}
- apiGroups: [policy.networking.k8s.io]
  resources: [clusternetworkpolicies, adminnetworkpolicies]
  verbs: [get, create, patch, delete]
{{- end }}
{{- end }}
{{- end }}

{{- define "killswitch.tier.kill" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [delete]
{{- end }}

{{- define "killswitch.tier.kill-workloads" -}}
- apiGroups: [""]
  resources: [pods/eviction]
  verbs: [create]
- apiGroups: [apps]
  resources: [deployments/scale, statefulsets/scale, replicasets/scale]
  verbs: [get, patch, update]
- apiGroups: [batch]
  resources: [jobs, cronjobs]
  verbs: [patch]
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [get, create, delete]
{{- end }}

{{- define "killswitch.tier.withdraw" -}}
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [patch]
{{- end }}

{{- define "killswitch.tier.verify" -}}
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
- apiGroups: [authorization.k8s.io]
  resources: [subjectaccessreviews]
  verbs: [create]
{{- end }}

{{- define "killswitch.tier.node" -}}
- apiGroups: [""]
  resources: [nodes]
  verbs: [patch]
{{- end }}

{{- define "killswitch.tier.revoke-sa" -}}
- apiGroups: [""]
  resources: [serviceaccounts]
  verbs: [create, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [delete]
{{- end }}

{{- define "killswitch.tier.label-secrets" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [patch]
{{- end }}

{{- define "killswitch.tier.strip-rbac" -}}
- apiGroups: [rbac.authorization.k8s.io]
  resources: [rolebindings, clusterrolebindings]
  verbs: [delete]
{{- end }}

{{- define "killswitch.tier.admission" -}}
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingadmissionpolicies, validatingadmissionpolicybindings]
  verbs: [get, create, delete]
{{- end }}

{{- define "killswitch.tier.evidence" -}}
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
{{- end }}

{{- define "killswitch.tier.gitops" -}}
- apiGroups: [argoproj.io]
  resources: [applications]
  verbs: [get, patch]
- apiGroups: [kustomize.toolkit.fluxcd.io]
  resources: [kustomizations]
  verbs: [get, patch]
- apiGroups: [helm.toolkit.fluxcd.io]
  resources: [helmreleases]
  verbs: [get, patch]
{{- end }}
