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
  requirePublic(settings, guard);
  const sealed = box.seal(JSON.stringify(settings), id);
  return { type: settings.type, target: targetOf(settings), sealed };
}

function targetOf(settings: ChannelSettings): string {
  switch (settings.type) {
    case 'webhook':
    case 'slack':
      return new URL(settings.url).host;
    case 'telegram':
      return settings.chatId;
    case 'email':
      return settings.to.join(', ');
  }
}

/** Throws when the key is another one than when they were stored. */
export function openSettings(id: string, sealed: Buffer, box: SecretBox): ChannelSettings {
  return channelSettings.parse(JSON.parse(box.open(sealed, id)));
}

function requirePublic(settings: ChannelSettings, guard: AddressGuard): void {
  // Where Telegram is served says the configuration.
  if (settings.type === 'telegram') return;
  const isEmail = settings.type === 'email';
  const message = isEmail
    ? guard.refusalOfHost(settings.host)
    : guard.refusalOf(new URL(settings.url));
  if (message === undefined) return;
  throw new Problem('validation_failed', `Nothing can be sent there: ${message}.`, {
    errors: [{ path: isEmail ? 'settings.host' : 'settings.url', message }],
  });
}
