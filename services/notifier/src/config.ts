/** The settings of notifier. */
import type { ConfigOf } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

export const settings = baseSettings(8008);

export type NotifierConfig = ConfigOf<typeof settings>;
