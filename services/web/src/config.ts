/** The settings of web. */
import { language } from '@balcao/contracts/language.ts';
import { scaleLayout } from '@balcao/contracts/scale-layout.ts';
import { text } from '@balcao/contracts/text.ts';
import { type ConfigOf, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

const { port, otlpUrl, timeZone } = baseSettings(8080);

export const settings = {
  port,
  otlpUrl,
  timeZone,
  shopName: setting(
    'SHOP_NAME',
    text(60).default('Balcão'),
    "the shop's name, as its people see it",
  ),
  scaleLayout: setting(
    'SCALE_LAYOUT',
    scaleLayout.default('2CCCC0TTTTTT'),
    "the layout of the shop's scale labels; the same as product's",
  ),
  locale: setting(
    'LOCALE',
    language.default('pt-BR'),
    'the language for whoever has not chosen one',
  ),
};

export type WebConfig = ConfigOf<typeof settings>;
