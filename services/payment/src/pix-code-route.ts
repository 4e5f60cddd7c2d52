/** HTTP of the picture that a customer's telephone reads. */
import { createHash } from 'node:crypto';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { qrSvg } from '@balcao/kit/qr-svg.ts';
import { readPayment } from './await-payment.ts';
import { type Payment, shownCode } from './payment.ts';

/** One code per payment for as long as it waits, and nobody else's business; asked again, it is not drawn again. */
const caching = 'private, no-cache';

export function pixCodeRoute({ db }: { db: Database }): Route {
  return readRoute(
    {
      method: 'get',
      path: '/payments/:id/qr.svg',
      summary: 'The QR code of a PIX that waits for its customer.',
      access: 'payments:read',
      params: idParams,
      answers: { 200: 'image/svg+xml', 304: null },
      problems: ['not_found', 'conflict'],
    },
    async ({ params: { id }, header }) => {
      const code = requireCode(await readPayment(db, id));
      return pictureOf(code, header('if-none-match'));
    },
  );
}

/** Throws `conflict` for what is no PIX, has no code yet, or waits no longer. */
function requireCode(payment: Payment): string {
  const code = shownCode(payment);
  if (code !== undefined) return code;
  const { id, method, status } = payment;
  throw new Problem('conflict', `The payment ${id} (${method}, ${status}) has no code to scan.`);
}

function pictureOf(code: string, known: string | undefined): Reply {
  const etag = `"${createHash('sha256').update(code).digest('hex').slice(0, 32)}"`;
  const headers = { ETag: etag, 'Cache-Control': caching };
  if (known === etag) return { status: 304, headers };
  const safety = { 'Content-Security-Policy': "default-src 'none'" };
  const type = { 'Content-Type': 'image/svg+xml' };
  return { status: 200, headers: { ...headers, ...safety, ...type }, body: qrSvg(code) };
}
