/** What was sold most, and what earned most, of today. */
import type { MarginByProduct } from '@balcao/contracts/api/finance-reports.ts';
import { Link } from 'wouter';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { deskWords } from './words.ts';

const shownCount = 6;
type Product = MarginByProduct['items'][number];

interface ProductListsProps {
  day: string;
  products: {
    data: MarginByProduct | undefined;
    error: unknown;
    isPending: boolean;
    refetch: () => unknown;
  };
}

export const ProductLists = (props: ProductListsProps) => (
  <div className="grid gap-x-10 xl:grid-cols-2">
    <MostSold {...props} />
    <Yielded {...props} />
  </div>
);

const top = (items: readonly Product[] | undefined, of: (product: Product) => number) =>
  items
    ?.filter((product) => of(product) > 0)
    .toSorted((a, b) => of(b) - of(a))
    .slice(0, shownCount);

function MostSold({ day, products }: ProductListsProps) {
  const t = useWords(deskWords);
  const format = useFormat();
  return (
    <Section title={t('mostSold')} actions={<ReportLink day={day} text={t('seeAll')} />}>
      <DataTable
        caption={t('mostSold')}
        loading={products}
        rows={top(products.data?.items, ({ period }) => period.revenueMinor)}
        keyOf={({ productId }) => productId}
        empty={{ text: t('noSales') }}
        columns={[
          { title: t('product'), cell: (product) => <ProductName product={product} /> },
          {
            title: t('quantity'),
            isFigure: true,
            cell: ({ unit, period }) => format.quantity(period.quantityMilli, unit ?? 'un'),
          },
          {
            title: t('revenue'),
            isFigure: true,
            cell: ({ period }) => format.money(period.revenueMinor),
          },
        ]}
      />
    </Section>
  );
}

function Yielded({ day, products }: ProductListsProps) {
  const t = useWords(deskWords);
  const format = useFormat();
  return (
    <Section title={t('yielded')} actions={<ReportLink day={day} text={t('allMargins')} />}>
      <DataTable
        caption={t('yielded')}
        loading={products}
        rows={top(products.data?.items, ({ period }) => period.marginMinor)}
        keyOf={({ productId }) => productId}
        empty={{ text: t('noSales') }}
        columns={[
          { title: t('product'), cell: (product) => <ProductName product={product} /> },
          {
            title: t('margin'),
            isFigure: true,
            cell: ({ period }) => format.money(period.marginMinor),
          },
          {
            title: t('ofRevenue'),
            isFigure: true,
            cell: ({ period: { marginBasisPoints } }) =>
              marginBasisPoints === null ? '–' : format.percent(marginBasisPoints / 10_000),
          },
        ]}
      />
    </Section>
  );
}

function ProductName({ product: { productId, name } }: { product: Product }) {
  const t = useWords(deskWords);
  return (
    <Link
      href={`/catalogue/${productId}`}
      className="underline decoration-line-strong underline-offset-4"
    >
      {name ?? t('unnamed')}
    </Link>
  );
}

const ReportLink = ({ day, text }: { day: string; text: string }) => (
  <Link href={`/finance/reports/margin?from=${day}&to=${day}`} className="text-sm underline">
    {text}
  </Link>
);
