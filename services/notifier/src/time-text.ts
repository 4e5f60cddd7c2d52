/** When something happened, as the readers of a message write it. */
import type { Language } from '@balcao/contracts/api/notification-channels.ts';

const fields = { day: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/** An instant on the shop's clock: `25/11/2026, 09:00` and `25 Nov 2026, 09:00`, which nobody reads as another day. */
export function timeText(at: string, language: Language, timeZone: string): string {
  const [locale, month] =
    language === 'pt' ? (['pt-BR', '2-digit'] as const) : (['en-GB', 'short'] as const);
  return new Intl.DateTimeFormat(locale, { ...fields, month, timeZone }).format(new Date(at));
}
