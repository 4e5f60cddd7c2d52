/** The settings of sales. */
import { scaleLayout } from '@balcao/contracts/scale-layout.ts';
import { text } from '@balcao/contracts/text.ts';
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';

const patience = (defaultMs: number) => integer(100, 86_400_000).default(defaultMs);

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8004),
  scaleLayout: setting(
    'SCALE_LAYOUT',
    scaleLayout.default('2CCCC0TTTTTT'),
    "the layout of the shop's scale labels; the same as product's",
  ),
  placedTimeoutMs: setting(
    'ORDER_PLACED_TIMEOUT_MS',
    patience(900_000),
    'how long an order waits for its stock: as long as a broker may be away, for the goods are over the counter',
  ),
  cashTimeoutMs: setting(
    'ORDER_CASH_TIMEOUT_MS',
    patience(900_000),
    'how long an order waits for the cash of a split payment to be booked: the cash is in the drawer already',
  ),
  cardTimeoutMs: setting(
    'ORDER_CARD_TIMEOUT_MS',
    patience(120_000),
    'how long an order waits for a card',
  ),
  counterGaugeMs: setting(
    'COUNTER_GAUGE_MS',
    integer(100, 86_400_000).default(15_000),
    'how often the metrics of tills and tabs are brought up to date',
  ),
  pixTimeoutMs: setting(
    'ORDER_PIX_TIMEOUT_MS',
    patience(900_000),
    'how long an order waits for a PIX, or for somebody to choose how to pay',
  ),
  sellerDiscountBasisPoints: setting(
    'DISCOUNT_LIMIT_SELLER_BP',
    integer(0, 10_000).default(500),
    'how much discount a seller may give, in hundredths of a per cent of the subtotal',
  ),
  adminDiscountBasisPoints: setting(
    'DISCOUNT_LIMIT_ADMIN_BP',
    integer(0, 10_000).default(10_000),
    'how much discount an admin may give, in hundredths of a per cent of the subtotal',
  ),
  overrideLifeMs: setting(
    'OVERRIDE_LIFE_MS',
    integer(1_000, 86_400_000).default(300_000),
    'how long an override may be used after an admin made it',
  ),
  shopName: setting('SHOP_NAME', text(60).default('Balcão'), "the shop's name on its receipts"),
  shopAddress: setting(
    'SHOP_ADDRESS',
    text(200).optional(),
    "the shop's address on its receipts; without it there is none",
  ),
  shopDocument: setting(
    'SHOP_DOCUMENT',
    text(60).optional(),
    "the shop's CNPJ or CPF as its receipts show it, such as CNPJ 12.345.678/0001-95",
  ),
  receiptUrl: setting(
    'RECEIPT_URL',
    z
      .url({ protocol: /^https?$/ })
      .max(200)
      .optional(),
    "an address that the QR code of a receipt leads to, with the order's id added; without it the code is the id",
  ),
  graceMs: setting(
    'ORDER_GRACE_MS',
    patience(30_000),
    'how much later than its payments an order is given up',
  ),
};

export type SalesConfig = ConfigOf<typeof settings>;
