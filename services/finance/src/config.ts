/** The settings of finance. */
import type { ConfigOf } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

export const settings = baseSettings(8006);

export type FinanceConfig = ConfigOf<typeof settings>;
