/** The settings of product. */
import { scaleLayout } from '@balcao/contracts/scale-layout.ts';
import { type ConfigOf, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8002),
  scaleLayout: setting(
    'SCALE_LAYOUT',
    scaleLayout.default('2CCCC0TTTTTT'),
    "the layout of the shop's scale labels; the same as sales's",
  ),
};

export type ProductConfig = ConfigOf<typeof settings>;
