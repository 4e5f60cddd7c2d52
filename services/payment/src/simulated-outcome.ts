/** The rules of the simulated provider: what becomes of a charge follows from the charge alone. */
import {
  type ChargeFault,
  chargeFaults,
  type SimulatorFault,
} from '@balcao/contracts/api/payment.ts';
import type { ChargeRequest } from './provider.ts';

/**
 * approve and decline answer at once; timeout never answers; late and duplicate approve by webhook;
 * wait is a PIX, which waits for the customer.
 */
export type SimulatedOutcome = 'approve' | 'wait' | ChargeFault;

/** The other faults are those of the provider's list, and leave payments alone. */
export function isChargeFault(fault: SimulatorFault | null): fault is ChargeFault {
  return chargeFaults.some((one) => one === fault);
}

const outcomes = new Map<string | null, SimulatedOutcome>([
  ['tok_approve', 'approve'],
  ['tok_decline', 'decline'],
  ['tok_timeout', 'timeout'],
  ['tok_late', 'late'],
  ['tok_duplicate', 'duplicate'],
]);

/**
 * A fault meets every payment. Otherwise a PIX waits for its customer, and a card does what its token
 * says; no token, or any other, approves.
 */
export function simulatedOutcome(
  { method, cardToken }: Pick<ChargeRequest, 'method' | 'cardToken'>,
  fault: SimulatorFault | null,
): SimulatedOutcome {
  if (isChargeFault(fault)) return fault;
  if (method === 'pix') return 'wait';
  return outcomes.get(cardToken) ?? 'approve';
}
