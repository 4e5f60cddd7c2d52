/** Asks before a product is taken out of the catalogue. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { catalogueWords } from './words.ts';

export function ArchiveDialog({ product, onClose }: { product: Product; onClose: () => void }) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  const { id, name, version } = product;
  const archive = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/products/{id}', {
          params: { path: { id }, header: { 'If-Match': formatEtag(version) } },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['products'] });
      tell(t('archivedDone', { name }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('archiveOf', { name })}
      text={t('archiveText')}
      confirm={t('archive')}
      action={archive}
      onClose={onClose}
    />
  );
}
