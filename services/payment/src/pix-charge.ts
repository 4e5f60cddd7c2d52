/** How the shop is paid by PIX: the code of a charge, as its settings say. */
import { type PixCode, writePixCode } from '@balcao/contracts/pix-br-code.ts';

export interface PixPayee {
  name: string;
  city: string;
  /** Where static codes lead. */
  key: string;
  /** Host and path, without a scheme: where set, codes are dynamic and lead to `<url>/<txid>`. */
  url: string | undefined;
}

/** The text of the code by which a customer pays; `txid` has 1 to 25 letters and digits. */
export function pixCharge(
  { name, city, key, url }: PixPayee,
  { txid, amountMinor }: { txid: string; amountMinor: number },
): string {
  const payee = { name, city, amountMinor };
  const code: PixCode =
    url === undefined
      ? { kind: 'static', key, txid, ...payee }
      : { kind: 'dynamic', url: `${url}/${txid}`, ...payee };
  return writePixCode(code);
}
