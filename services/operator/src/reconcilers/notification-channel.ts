/** NotificationChannels become channels of notifier, with the routes that lead to them. */
import { secrets } from '../core-types.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import {
  type NotificationChannelSpec,
  notificationChannel,
  notificationChannelSpec,
  notificationChannelStatus,
} from '../resources/notification-channel.ts';
import { secretTexts } from '../shop-access.ts';
import type { Shop } from '../shops.ts';
import {
  type ChannelWish,
  channelHealth,
  channelRequest,
  channelStatus,
  hasRoutes,
  type RoutedChannel,
  releasedChannel,
  routesOf,
  settingsOf,
  settingsVersion,
} from '../specs/notification-channel.ts';
import { type Declared, isAsWished } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import {
  bringRoutes,
  createChannel,
  deleteChannel,
  putChannel,
  readChannel,
} from './channel-calls.ts';
import type { ManagedKind, ReconcilerDeps } from './managed-kind.ts';
import { createManagedReconciler, type Reconciler } from './reconcile-managed.ts';

interface Wish extends ChannelWish {
  /** Which target and Secret the settings are made of. */
  version: string;
}

export function createNotificationChannelReconciler(deps: ReconcilerDeps): Reconciler {
  /** What the service was last sent, by the id of the channel: it never tells what it has, only since when. */
  const sent = new Map<string, Sent>();

  /** Not where somebody else has written them since, or a restored service has those of another time. */
  function hasSettings({ id, settingsAt }: RoutedChannel, { version }: Wish): boolean {
    const known = sent.get(id);
    return known?.version === version && known.settingsAt === settingsAt;
  }

  async function update(shop: Shop, { remote, wish }: Request, signal: AbortSignal) {
    const { id } = remote;
    const isKnown = hasSettings(remote, wish);
    const body = isKnown ? wish.request : { ...wish.request, settings: wish.settings };
    const isSame = isKnown && isAsWished(remote, wish.request);
    const changed = isSame ? remote : await putChannel(shop, { id, body }, signal);
    if (!isKnown) sent.set(id, { version: wish.version, settingsAt: changed.settingsAt });
    const wanted = routesOf(id, wish.routes);
    const routes = await bringRoutes(shop, { has: remote.routes, wanted }, signal);
    return { ...remote, ...changed, routes };
  }

  const kind: ManagedKind<NotificationChannelSpec, Wish, RoutedChannel> = {
    resource: notificationChannel,
    spec: notificationChannelSpec,
    list: (shop) => shop.channels,
    async wish(declared, signal) {
      const wish = await wishOf(deps, declared, signal);
      recall(sent, declared.object);
      return wish;
    },
    isAsWished: (remote, wish) =>
      hasSettings(remote, wish) &&
      isAsWished(remote, wish.request) &&
      hasRoutes(remote, routesOf(remote.id, wish.routes)),
    read: readChannel,
    async create(shop, { id, wish }, signal) {
      const made = await createChannel(shop, { id, wish }, signal);
      sent.set(id, { version: wish.version, settingsAt: made.settingsAt });
      return made;
    },
    update,
    async remove(shop, remote, signal) {
      await deleteChannel(shop, remote, signal);
      sent.delete(remote.id);
    },
    async release(shop, remote, signal) {
      await putChannel(shop, { id: remote.id, body: releasedChannel(remote) }, signal);
    },
    status: (remote, { version }) => ({ ...channelStatus(remote), secretVersion: version }),
    health: channelHealth,
  };
  return createManagedReconciler(kind, deps);
}

interface Request {
  remote: RoutedChannel;
  wish: Wish;
}

interface Sent {
  version: string;
  /** Null by a service that does not tell. */
  settingsAt: string | null;
}

const remembered = notificationChannelStatus
  .pick({ id: true, secretVersion: true, settingsAt: true })
  .strip();

/** After a start the status is what is known of it. */
function recall(sent: Map<string, Sent>, { status }: KubeObject): void {
  const { id, secretVersion: version, settingsAt = null } = remembered.safeParse(status).data ?? {};
  if (id === undefined || version === undefined || sent.has(id)) return;
  sent.set(id, { version, settingsAt });
}

async function wishOf(
  deps: ReconcilerDeps,
  declared: Declared<NotificationChannelSpec>,
  signal: AbortSignal,
): Promise<Wish> {
  const { spec } = declared;
  const secret = await readSecret(deps, declared, signal);
  const texts = secret && secretTexts(secret.data);
  return {
    request: channelRequest(declared),
    settings: settingsOf(spec.target, texts),
    routes: spec.routes,
    version: settingsVersion(spec.target, secret?.metadata),
  };
}

/** Undefined where none is declared. Throws an `UnreadyError` while there is none of that name. */
async function readSecret(
  { cluster }: ReconcilerDeps,
  { spec: { secretRef }, object }: Declared<NotificationChannelSpec>,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  if (secretRef === undefined) return undefined;
  const { namespace } = object.metadata;
  const found = await cluster.get(secrets, { namespace, name: secretRef.name }, signal);
  if (found !== undefined) return found;
  throw new UnreadyError('SecretMissing', `There is no Secret ${secretRef.name}.`);
}
