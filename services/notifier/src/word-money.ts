/** What is said of payments and tills. */
import type { PaymentDeclined } from '@balcao/contracts/events/payment.ts';
import type { TillClosed } from '@balcao/contracts/events/tills.ts';
import { moneyText } from './figures.ts';
import type { Wording } from './notification.ts';

export function wordPaymentDeclined({ amountMinor, method, reason }: PaymentDeclined): Wording {
  const amount = moneyText(amountMinor);
  return {
    severity: 'warning',
    title: { pt: `Pagamento recusado: ${amount.pt}`, en: `Payment declined: ${amount.en}` },
    body: {
      pt: `Forma: ${method}. Motivo: ${reason}.`,
      en: `Method: ${method}. Reason: ${reason}.`,
    },
  };
}

/** A drawer that does not hold what it should is worth a look; one that does is news only. */
export function wordTillClosed({ register, countedMinor, differenceMinor }: TillClosed): Wording {
  const counted = moneyText(countedMinor);
  const difference = moneyText(Math.abs(differenceMinor));
  const missing = { pt: 'faltam', en: 'missing' };
  const over = { pt: 'sobram', en: 'too much' };
  const { pt, en } = differenceMinor < 0 ? missing : over;
  const isRight = differenceMinor === 0;
  return {
    severity: isRight ? 'info' : 'warning',
    title: { pt: `Caixa fechado: ${register}`, en: `Till closed: ${register}` },
    body: isRight
      ? { pt: `Contado ${counted.pt}, confere.`, en: `Counted ${counted.en}, as expected.` }
      : {
          pt: `Contado ${counted.pt}: ${pt} ${difference.pt}.`,
          en: `Counted ${counted.en}: ${difference.en} ${en}.`,
        },
  };
}
