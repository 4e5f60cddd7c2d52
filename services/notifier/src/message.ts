/** A message as a person reads it: one thing in full, several as a list. */
import type { Language } from '@balcao/contracts/api/notification-channels.ts';
import { timeText } from './time-text.ts';
import type { Told } from './told.ts';

export interface Message {
  title: string;
  text: string;
}

/** Who reads a message. */
export interface Reader {
  language: Language;
  /** The shop's. */
  timeZone: string;
}

/** Within Telegram's 4,096 characters, with room for the title. */
const maxLines = 20;
const maxLineLength = 180;

const words = {
  pt: {
    test: { title: 'Mensagem de teste', text: 'Este canal do Balcão funciona.' },
    several: (count: number) => `${count} avisos`,
    more: (count: number) => `… e mais ${count}`,
    again: 'Ainda em alerta',
    since: 'desde',
  },
  en: {
    test: { title: 'Test message', text: 'This channel of Balcão works.' },
    several: (count: number) => `${count} notifications`,
    more: (count: number) => `… and ${count} more`,
    again: 'Still firing',
    since: 'since',
  },
};

/** Each with the time of what it tells, on the shop's clock; none makes a test message. */
export function composeMessage(notifications: Told[], { language, timeZone }: Reader): Message {
  const { test, several, more, again, since } = words[language];
  const timeOf = ({ occurredAt, firingSince }: Told) =>
    firingSince === null
      ? timeText(occurredAt, language, timeZone)
      : `${again} ${since} ${timeText(firingSince, language, timeZone)}`;
  const [first] = notifications;
  if (first === undefined) return test;
  if (notifications.length === 1) {
    const title = first.title[language];
    return {
      title: first.firingSince === null ? title : `${again}: ${title}`,
      text: `${first.body[language]}\n${timeOf(first)}`,
    };
  }
  const lines = notifications
    .slice(0, maxLines)
    .map((one) => shorten(`• ${timeOf(one)} · ${one.title[language]}: ${one.body[language]}`));
  const left = notifications.length - lines.length;
  const text = [...lines, ...(left > 0 ? [more(left)] : [])].join('\n');
  return { title: several(notifications.length), text };
}

function shorten(line: string): string {
  const characters = [...line];
  return characters.length > maxLineLength
    ? `${characters.slice(0, maxLineLength - 1).join('')}…`
    : line;
}
