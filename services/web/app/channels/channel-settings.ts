/** What is typed about a channel, and the settings that it becomes; pure. */
import type {
  Channel,
  ChannelSettings,
  ChannelType,
} from '@balcao/contracts/api/notification-channels.ts';

export interface TypedChannel {
  name: string;
  type: ChannelType;
  language: 'pt' | 'en';
  isActive: boolean;
  url: string;
  secret: string;
  chatId: string;
  botToken: string;
  host: string;
  port: string;
  encryption: 'starttls' | 'tls' | 'none';
  username: string;
  password: string;
  from: string;
  to: string;
}

const empty: TypedChannel = {
  name: '',
  type: 'email',
  language: 'pt',
  isActive: true,
  url: '',
  secret: '',
  chatId: '',
  botToken: '',
  host: '',
  port: '587',
  encryption: 'starttls',
  username: '',
  password: '',
  from: '',
  to: '',
};

/** A form for a new channel, or for one that there is: how it is reached is a secret, and begins empty. */
export function typedChannel(channel: Channel | null): TypedChannel {
  if (channel === null) return empty;
  const { name, type, language, isActive } = channel;
  return { ...empty, name, type, language, isActive };
}

/** Undefined where nothing was typed about how the channel is reached: it stays as it is. */
export function settingsOf(typed: TypedChannel): ChannelSettings | undefined {
  const { type, url, secret, chatId, botToken, host, from, to } = typed;
  const parts = {
    email: [host, from, to],
    telegram: [chatId, botToken],
    slack: [url],
    webhook: [url, secret],
  };
  if (parts[type].every((part) => part.trim() === '')) return undefined;
  switch (type) {
    case 'webhook':
      return { type, url: url.trim(), secret };
    case 'slack':
      return { type, url: url.trim() };
    case 'telegram':
      return { type, chatId: chatId.trim(), botToken: botToken.trim() };
    case 'email':
      return emailSettings(typed);
  }
}

function emailSettings(typed: TypedChannel): ChannelSettings {
  const { host, port, encryption, username, password, from, to } = typed;
  return {
    type: 'email',
    host: host.trim(),
    port: Number(port),
    encryption,
    login: username === '' ? null : { username, password },
    from: from.trim(),
    to: to.split(/[,;\s]+/).filter((address) => address !== ''),
  };
}
