/** A lot's way as a picture, made of lists, so that a screen reader walks it in the same order as the eye. */
import { ArrowRight, PackageCheck, Scissors, ShoppingBag, Trash2, Truck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { FlowExit, FlowLot, LotFlow } from './lot-flow.ts';
import { lotWords } from './lot-words.ts';

const icons = { sold: ShoppingBag, lost: Trash2, split: Scissors, left: PackageCheck };
/** The word of each way out; what is sold is told apart by the number of sales. */
export const exitWords = { sold: 'sold', lost: 'lost', split: 'split', left: 'left' } as const;

export function FlowPicture({ flow }: { flow: LotFlow }) {
  const t = useWords(lotWords);
  return (
    <ol className="flex flex-col gap-3 lg:flex-row lg:items-start" aria-label={t('flow')}>
      <Step title={t('from')} isFirst>
        <p className="flex items-center gap-2 rounded-md border border-line-strong bg-raised p-3 font-medium">
          <Truck aria-hidden size={20} className="shrink-0" />
          {flow.supplierName ?? t('unknownSupplier')}
        </p>
      </Step>
      {flow.ancestors.map((lot) => (
        <Step key={lot.id} title={t('cutFrom')}>
          <LotBox flowLot={{ lot, exits: [] }} />
        </Step>
      ))}
      <Step title={t('lot')}>
        <LotBox flowLot={flow.lot} isThis />
      </Step>
      {flow.cuts.length > 0 && (
        <Step title={t('cuts')} isWide>
          <ul className="grid gap-2 xl:grid-cols-2">
            {flow.cuts.map((cut) => (
              <li key={cut.lot.id}>
                <LotBox flowLot={cut} />
              </li>
            ))}
          </ul>
        </Step>
      )}
    </ol>
  );
}

interface StepProps {
  title: string;
  isFirst?: boolean;
  isWide?: boolean;
  children: ReactNode;
}

const Step = ({ title, isFirst = false, isWide = false, children }: StepProps) => (
  <li className={isWide ? 'flex min-w-0 grow gap-3' : 'flex gap-3 lg:w-64 lg:shrink-0'}>
    {!isFirst && (
      <ArrowRight aria-hidden size={20} className="mt-9 shrink-0 text-ink-soft max-lg:rotate-90" />
    )}
    <div className="min-w-0 grow">
      <h3 className="mb-1 text-sm text-ink-soft">{title}</h3>
      {children}
    </div>
  </li>
);

function LotBox({
  flowLot: { lot, exits },
  isThis = false,
}: {
  flowLot: FlowLot;
  isThis?: boolean;
}) {
  const format = useFormat();
  return (
    <div
      className={`rounded-md border bg-raised p-3 ${isThis ? 'border-2 border-ink' : 'border-line-strong'}`}
    >
      <p className="flex flex-wrap justify-between gap-x-3 font-medium">
        {isThis ? (
          lot.productName
        ) : (
          <Link href={`/stock/lots/${lot.id}`} className="underline">
            {lot.productName}
          </Link>
        )}
        <span>{format.quantity(lot.receivedMilli, lot.unit)}</span>
      </p>
      {exits.length > 0 && (
        <ul className="mt-2 border-t border-line pt-2 text-sm">
          {exits.map((exit) => (
            <Exit key={exit.kind} exit={exit} lot={lot} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Exit({ exit, lot }: { exit: FlowExit; lot: FlowLot['lot'] }) {
  const t = useWords(lotWords);
  const format = useFormat();
  const Icon = icons[exit.kind];
  const share = exit.quantityMilli / lot.receivedMilli;
  return (
    <li className="py-0.5">
      <span className="flex items-center gap-2">
        <Icon aria-hidden size={16} className="shrink-0 text-ink-soft" />
        <span className="grow">
          {exit.kind === 'sold'
            ? t('saleCount', { count: exit.orderCount })
            : t(exitWords[exit.kind])}
        </span>
        {format.quantity(exit.quantityMilli, lot.unit)}
      </span>
      <svg
        aria-hidden="true"
        className="mt-0.5 h-1 w-full"
        preserveAspectRatio="none"
        viewBox="0 0 100 1"
      >
        <rect width="100" height="1" fill="var(--sunken)" />
        <rect width={Math.min(100, share * 100)} height="1" fill="var(--chart-1)" />
      </svg>
    </li>
  );
}
