/** Who may talk to whom by the rendered NetworkPolicies: what a network plugin would work out. */
import { BlockList } from 'node:net';
import type { Labels, Manifest, Peer, PolicyRule, Selector } from './manifest.ts';

interface Port {
  name?: string;
  port: number;
}

/** A pod, or with an address something outside of the cluster's pods. */
export interface Endpoint {
  name: string;
  namespace?: string;
  labels?: Labels;
  address?: string;
  ports?: Port[];
}

/** All allowed flows with an end in the policies' namespaces: caller → `callee:port`, sorted. */
export function allowedFlows(
  policies: readonly Manifest[],
  endpoints: readonly Endpoint[],
): Record<string, string[]> {
  const namespaces = new Set(policies.map(({ metadata }) => metadata.namespace));
  const isGuarded = ({ namespace }: Endpoint) => namespaces.has(namespace);
  const called = (caller: Endpoint) =>
    endpoints
      .filter((callee) => callee !== caller && (isGuarded(caller) || isGuarded(callee)))
      .flatMap((callee) =>
        (callee.ports ?? [])
          .filter((port) => isLet(policies, 'Egress', { end: caller, other: callee, port }))
          .filter((port) => isLet(policies, 'Ingress', { end: callee, other: caller, port }))
          .map(({ port }) => `${callee.name}:${port}`),
      );
  return Object.fromEntries(endpoints.map((caller) => [caller.name, called(caller).sort()]));
}

interface Flow {
  /** The end whose policies are asked. */
  end: Endpoint;
  other: Endpoint;
  port: Port;
}

/** Whether the policies of one end let the flow through; an end that none selects lets everything. */
function isLet(
  policies: readonly Manifest[],
  direction: 'Ingress' | 'Egress',
  { end, other, port }: Flow,
): boolean {
  const own = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === end.namespace &&
      spec?.policyTypes?.includes(direction) &&
      isSelected(spec.podSelector, end.labels),
  );
  const isOut = direction === 'Egress';
  const rules = own.flatMap(({ spec }) => (isOut ? spec?.egress : spec?.ingress) ?? []);
  const isPeer = ({ from, to }: PolicyRule) =>
    isAnyOf(isOut ? to : from, (peer) => matches(peer, other, end));
  return own.length === 0 || rules.some((rule) => isPeer(rule) && hasPort(rule, port));
}

function hasPort({ ports }: PolicyRule, wanted: Port): boolean {
  return isAnyOf(ports, ({ port }) => port === wanted.port || port === wanted.name);
}

/** A list that is missing or empty allows all, as the API documents it. */
function isAnyOf<Item>(list: Item[] | undefined, is: (item: Item) => boolean): boolean {
  return list === undefined || list.length === 0 || list.some(is);
}

function matches(peer: Peer, { namespace, labels, address }: Endpoint, end: Endpoint): boolean {
  if (peer.ipBlock !== undefined) return address !== undefined && contains(peer.ipBlock, address);
  if (namespace === undefined) return false;
  const isNamespace =
    peer.namespaceSelector === undefined
      ? namespace === end.namespace
      : isSelected(peer.namespaceSelector, { 'kubernetes.io/metadata.name': namespace });
  return isNamespace && isSelected(peer.podSelector, labels);
}

function contains({ cidr }: { cidr: string }, address: string): boolean {
  const [network = '', bits] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}

/** Of the operators of expressions the chart uses `In` alone. */
function isSelected(selector: Selector = {}, labels: Labels = {}): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  );
}
