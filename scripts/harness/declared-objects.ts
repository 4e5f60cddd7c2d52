/** Feeds, rules and channels that are declared by the hundred, and what of them is otherwise in the shop. */
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { resourceTypeOf } from '../../services/operator/src/core-types.ts';
import type { Cluster } from '../../services/operator/src/kube/cluster.ts';
import type { KubeObject } from '../../services/operator/src/kube/kube-object.ts';
import type { ResourceType } from '../../services/operator/src/kube/resource-type.ts';
import { alertRule } from '../../services/operator/src/resources/alert-rule.ts';
import { notificationChannel } from '../../services/operator/src/resources/notification-channel.ts';
import { priceFeed } from '../../services/operator/src/resources/price-feed.ts';
import { namespace } from './operator-install.ts';

export interface DeclaredKind {
  type: ResourceType;
  /** Where the shop lists them. */
  path: string;
  /** The nth of its kind, in a version that differs from others. */
  spec(n: number, version: number): object;
  /** Fields of what the shop has, as far as the spec says them. */
  inShop(n: number, version: number): Record<string, unknown>;
}

const severities = ['info', 'warning', 'critical'];
const severity = (version: number) => severities[version % severities.length];
const isSuspended = (version: number) => version % 5 === 4;

export const declaredKinds: readonly DeclaredKind[] = [
  {
    type: resourceTypeOf(priceFeed),
    path: '/market/feeds',
    spec: (n, version) => ({
      provider: 'replay',
      symbol: `S-${n}`,
      code: 'usd-brl/1440',
      everySeconds: 86_400 - version,
      displayName: `Feed ${n}.${version}`,
      suspend: isSuspended(version),
    }),
    inShop: (n, version) => ({
      symbol: `S-${n}`,
      everySeconds: 86_400 - version,
      name: `Feed ${n}.${version}`,
      active: !isSuspended(version),
    }),
  },
  {
    type: resourceTypeOf(alertRule),
    path: '/market/rules',
    spec: (n, version) => ({
      symbols: [`S-${n}`],
      condition: { kind: 'threshold', direction: 'above', price: String(100 + version) },
      severity: severity(version),
      suspend: isSuspended(version),
    }),
    inShop: (n, version) => ({
      symbols: [`S-${n}`],
      severity: severity(version),
      name: nameOf(n),
      active: !isSuspended(version),
    }),
  },
  {
    type: resourceTypeOf(notificationChannel),
    path: '/notifications/channels',
    spec: (n, version) => ({
      target: { type: 'webhook', url: `https://hooks.shop.example/${n}` },
      secretRef: { name: hookSecret },
      displayName: `Channel ${n}.${version}`,
      routes: [{ name: 'all', minimumSeverity: severity(version) }],
      suspend: isSuspended(version),
    }),
    inShop: (n, version) => ({
      name: `Channel ${n}.${version}`,
      isActive: !isSuspended(version),
    }),
  },
];

/** The Secret that all channels name. */
export const hookSecret = 'hook';
export const nameOf = (n: number): string => `object-${n}`;

export function declaration(kind: DeclaredKind, n: number, version: number): KubeObject {
  const { group, version: api, kind: word } = kind.type;
  return {
    apiVersion: `${group}/${api}`,
    kind: word,
    metadata: { name: nameOf(n), namespace, annotations: { 'test/version': String(version) } },
    spec: kind.spec(n, version),
  };
}

interface InShop {
  id: string;
  managedBy: string | null;
  [field: string]: unknown;
}

/** Everything that the shop has of a kind. */
async function listShop(shop: ApiClient, path: string): Promise<InShop[]> {
  const items: InShop[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = `${path}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { status, body } = await shop.get(page);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

/** What of the shop is not as the cluster declares it: missing, other, left over or twice there; empty when all is. */
export async function differences(admin: Cluster, shop: ApiClient): Promise<string[]> {
  const found = await Promise.all(declaredKinds.map((kind) => differencesOf(kind, admin, shop)));
  return found.flat();
}

async function differencesOf(
  kind: DeclaredKind,
  admin: Cluster,
  shop: ApiClient,
): Promise<string[]> {
  const { signal } = new AbortController();
  const { items } = await admin.list(kind.type, { namespace }, signal);
  const inShop = await listShop(shop, kind.path);
  const word = kind.type.kind;
  const byPlace = Map.groupBy(inShop, ({ managedBy }) => managedBy ?? '');
  const wrong = items.flatMap(({ metadata }) => {
    const place = `kubernetes:${namespace}/${word}/${metadata.name}`;
    const [one, ...others] = byPlace.get(place) ?? [];
    byPlace.delete(place);
    if (metadata.deletionTimestamp) return [`${place} is not gone`];
    if (one === undefined) return [`${place} is missing`];
    if (others.length > 0) return [`${place} is there ${others.length + 1} times`];
    if (one.id !== metadata.uid) return [`${place} has the id ${one.id}`];
    const n = Number(metadata.name.split('-').at(-1));
    const wanted = kind.inShop(n, Number(metadata.annotations?.['test/version']));
    return Object.entries(wanted)
      .filter(([key, value]) => JSON.stringify(one[key]) !== JSON.stringify(value))
      .map(([key, value]) => `${place}: ${key} is ${one[key]}, not ${value}`);
  });
  const left = [...byPlace.keys()].filter((place) => place.startsWith('kubernetes:'));
  return [...wrong, ...left.map((place) => `${place} is left over`)];
}
