/** A channel's settings before they are stored: checked, described, encrypted. */
import type { ChannelSettings, ChannelType } from '@balcao/contracts/api/notification-channels.ts';
import { channelSettings } from '@balcao/contracts/api/notification-channels.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { AddressGuard } from './address-guard.ts';
import type { SecretBox } from './secret-box.ts';

export interface SealedSettings {
  type: ChannelType;
  /** Where it leads, as far as that is no secret. */
  target: string;
  sealed: Buffer;
}

export interface Sealing {
  box: SecretBox;
  guard: AddressGuard;
}

/** Throws `validation_failed` for an address that nothing is ever sent to. */
export function sealSettings(
  id: string,
  settings: ChannelSettings,
  { box, guard }: Sealing,
): SealedSettings {
  if (settings.type !== 'telegram') requirePublic(settings.url, guard);
  const target = settings.type === 'telegram' ? settings.chatId : new URL(settings.url).host;
  return { type: settings.type, target, sealed: box.seal(JSON.stringify(settings), id) };
}

/** Throws when the key is another one than when they were stored. */
export function openSettings(id: string, sealed: Buffer, box: SecretBox): ChannelSettings {
  return channelSettings.parse(JSON.parse(box.open(sealed, id)));
}

function requirePublic(url: string, guard: AddressGuard): void {
  const message = guard.refusalOf(new URL(url));
  if (message === undefined) return;
  throw new Problem('validation_failed', `Nothing can be sent there: ${message}.`, {
    errors: [{ path: 'settings.url', message }],
  });
}
