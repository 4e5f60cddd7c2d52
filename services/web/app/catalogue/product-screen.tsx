/** One product: its fields, its prices then, now and later. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { Button, buttonLook } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { ArchiveDialog } from './archive-dialog.tsx';
import { PriceSection } from './price-section.tsx';
import { ProductForm } from './product-edit-form.tsx';
import { ScheduledPrices } from './scheduled-prices.tsx';
import { useMayWrite } from './use-may-write.ts';
import { catalogueWords } from './words.ts';

export function Screen() {
  const t = useWords(catalogueWords);
  const common = useWords(designWords);
  const queries = useQueryClient();
  const { id = '' } = useParams();
  const product = useQuery({
    queryKey: ['products', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/products/{id}', { params: { path: { id } } })),
  });
  // With its prices: whoever changed the product may have changed what it costs.
  const reload = () => void queries.invalidateQueries({ queryKey: ['products'] });
  if (product.data !== undefined) {
    return <ProductPage product={product.data} reload={reload} />;
  }
  return (
    <Page title={t('title')}>
      {product.error === null ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <ProblemNotice error={product.error} onRetry={() => void product.refetch()} />
      )}
    </Page>
  );
}

function ProductPage({ product, reload }: { product: Product; reload: () => void }) {
  const t = useWords(catalogueWords);
  const mayWrite = useMayWrite();
  const [isArchiving, setArchiving] = useState(false);
  return (
    <Page
      title={product.name}
      actions={
        mayWrite && (
          <>
            <Link href={`/stock/products/${product.id}`} className={buttonLook()}>
              {t('stock')}
            </Link>
            {product.active && <Button onClick={() => setArchiving(true)}>{t('archive')}</Button>}
          </>
        )
      }
    >
      <div className="grid grid-cols-1 gap-x-10 lg:grid-cols-2">
        {/* Another version is another form: what was typed into the former one is gone. */}
        <ProductForm key={product.version} product={product} onReload={reload} />
        <div>
          <PriceSection product={product} />
          <ScheduledPrices product={product} />
        </div>
      </div>
      {isArchiving && <ArchiveDialog product={product} onClose={() => setArchiving(false)} />}
    </Page>
  );
}
