/** A lot's trace as steps: supplier → lot → cuts → where it went. Pure; quantities in thousandths. */
import type { LotTrace } from '@balcao/contracts/api/traces.ts';

type Lot = LotTrace['lot'];

export interface FlowExit {
  kind: 'sold' | 'lost' | 'split' | 'left';
  quantityMilli: number;
  /** Of sales: how many orders got of it. */
  orderCount: number;
}

export interface FlowLot {
  lot: Lot;
  exits: FlowExit[];
}

export interface LotFlow {
  supplierName: string | null;
  /** What it was cut from, the first one first. */
  ancestors: Lot[];
  lot: FlowLot;
  cuts: FlowLot[];
}

/** Each lot with where its goods went; ways that nothing took are left out. */
export function lotFlow(trace: LotTrace): LotFlow {
  return {
    supplierName: trace.supplier?.name ?? trace.lot.supplierName,
    ancestors: trace.ancestors.toReversed(),
    lot: flowLot(trace.lot, trace),
    cuts: trace.descendants.map((lot) => flowLot(lot, trace)),
  };
}

function flowLot(lot: Lot, { orders, movements }: LotTrace): FlowLot {
  const sales = orders.filter(({ lotId }) => lotId === lot.id);
  const sold = sum(sales.map(({ soldMilli, returnedMilli }) => soldMilli - returnedMilli));
  const out = movements.filter(({ lotId, quantityMilli }) => lotId === lot.id && quantityMilli < 0);
  const isSplit = ({ type }: LotTrace['movements'][number]) => type === 'breakdown';
  const taken = (of: typeof out) => -sum(of.map(({ quantityMilli }) => quantityMilli));
  const exits: FlowExit[] = [
    { kind: 'split', quantityMilli: taken(out.filter(isSplit)), orderCount: 0 },
    { kind: 'sold', quantityMilli: sold, orderCount: new Set(sales.map((s) => s.orderId)).size },
    {
      kind: 'lost',
      quantityMilli: taken(out.filter((movement) => !isSplit(movement))),
      orderCount: 0,
    },
    { kind: 'left', quantityMilli: lot.onHandMilli, orderCount: 0 },
  ];
  return { lot, exits: exits.filter(({ quantityMilli }) => quantityMilli > 0) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
