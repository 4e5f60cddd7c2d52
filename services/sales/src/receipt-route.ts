/** The API of receipts: the same sale as a page or as bytes for a thermal printer. */
import { type ReceiptQuery, receiptQuery } from '@balcao/contracts/api/sales.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { SalesConfig } from './config.ts';
import { readOrder } from './order-reader.ts';
import { mayRead, noSuchOrder } from './own-order.ts';
import { buildReceipt, type Receipt } from './receipt.ts';
import { renderEscPos } from './receipt-escpos.ts';
import { htmlHeaders, renderHtml } from './receipt-html.ts';
import { readTill } from './till-store.ts';

interface RouteDeps {
  db: Database;
  config: SalesConfig;
}

export function receiptRoute({ db, config }: RouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/orders/:id/receipt',
      summary: 'The receipt of a sale: HTML for paper of 80 mm, or ESC/POS',
      access: 'orders:read',
      params: idParams,
      query: receiptQuery,
      answers: { 200: ['text/html', 'application/octet-stream'] },
      problems: ['not_found', 'invalid_transition', 'not_acceptable'],
    },
    async ({ params: { id }, query, caller, header }) => {
      const format = query.format ?? formatFor(header('accept'));
      const order = await readOrder(db, id);
      if (order === undefined || !mayRead(order, caller)) throw noSuchOrder(id);
      const till = order.tillId === null ? undefined : await readTill(db, order.tillId);
      const { shopName: name, shopAddress: address, shopDocument: document, receiptUrl } = config;
      const receipt = buildReceipt({
        order,
        register: till?.register ?? null,
        shop: { name, address, document, receiptUrl },
        timeZone: config.timeZone,
      });
      return replies[format](receipt);
    },
  );
}

type Format = NonNullable<ReceiptQuery['format']>;

const replies: Record<Format, (receipt: Receipt) => Reply> = {
  html: (receipt) => ({ status: 200, headers: htmlHeaders, body: renderHtml(receipt) }),
  escpos: (receipt) => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: renderEscPos(receipt),
  }),
};

const mediaTypes: Record<string, Format> = {
  'application/octet-stream': 'escpos',
  'text/html': 'html',
  'text/*': 'html',
  '*/*': 'html',
};

/** The format of the range with the highest quality that there is one for (RFC 9110, 12.5.1). */
function formatFor(accept = '*/*'): Format {
  const ranges = accept.split(',').map((range, index) => {
    const [type = '', ...parameters] = range
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return { format: mediaTypes[type], quality: Number(quality), index };
  });
  const [best] = ranges
    .filter(({ format, quality }) => format !== undefined && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  if (best?.format !== undefined) return best.format;
  throw new Problem('not_acceptable', 'A receipt is text/html or application/octet-stream.');
}
