/** Rendered objects of Kubernetes: as much of their form as the tests look at. */
import { parseAllDocuments } from 'yaml';

export type Labels = Record<string, string>;

export interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string } };
}

export interface Container {
  name: string;
  image: string;
  args?: string[];
  env?: Variable[];
  ports?: { name: string; containerPort: number }[];
  volumeMounts?: { name: string; mountPath: string }[];
  resources?: Partial<Record<'requests' | 'limits', { cpu?: string; memory?: string }>>;
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    capabilities?: { drop?: string[]; add?: string[] };
    privileged?: boolean;
  };
  startupProbe?: object;
  readinessProbe?: object;
  livenessProbe?: object;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  securityContext?: {
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seccompProfile?: { type: string };
  };
  automountServiceAccountToken?: boolean;
  imagePullSecrets?: { name: string }[];
  volumes?: Record<string, unknown>[];
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
}

export interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}

export interface Peer {
  namespaceSelector?: Selector;
  podSelector?: Selector;
  ipBlock?: { cidr: string };
}

/** A rule of a NetworkPolicy: ports are numbers or names. */
export interface PolicyRule {
  ports?: { port: number | string }[];
  from?: Peer[];
  to?: Peer[];
}

interface Spec extends Partial<PodSpec> {
  replicas?: number;
  minReplicas?: number;
  maxUnavailable?: number | string;
  selector?: Selector;
  scaleTargetRef?: { name: string };
  template?: { metadata: { labels: Labels; annotations?: Labels }; spec: PodSpec };
  podSelector?: Selector;
  policyTypes?: string[];
  ingress?: PolicyRule[];
  egress?: PolicyRule[];
  [key: string]: unknown;
}

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Labels };
  spec?: Spec;
  data?: Record<string, string>;
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}

/** Something that makes pods, or (`helm test`) is one. */
export interface Workload {
  name: string;
  kind: string;
  namespace: string;
  labels: Labels;
  pod: PodSpec;
}

/** The objects of a text, sorted by kind, namespace and name. */
export function parseManifests(text: string): Manifest[] {
  const manifests: (Manifest | null)[] = parseAllDocuments(text).map((document) => document.toJS());
  return manifests
    .filter((manifest) => manifest !== null)
    .sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

/** A name that no other object has: kind, namespace and name. */
export function identity({ kind, metadata: { namespace = '', name } }: Manifest): string {
  return `${kind} ${namespace}/${name}`;
}

export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** The one object of this kind and name; throws where there is none. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = ofKind(manifests, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

export function workloads(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap(({ kind, metadata, spec }) => {
    const { name, namespace = '', labels = {} } = metadata;
    if (spec?.template !== undefined) {
      const { metadata: pod, spec: podSpec } = spec.template;
      return [{ name, kind, namespace, labels: pod.labels, pod: podSpec }];
    }
    if (kind !== 'Pod' || spec?.containers === undefined) return [];
    return [{ name, kind, namespace, labels, pod: { ...spec, containers: spec.containers } }];
  });
}
