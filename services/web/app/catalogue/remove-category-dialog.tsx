/** Asks before a category is removed. */
import type { Category } from '@balcao/contracts/api/product.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { catalogueWords } from './words.ts';

interface RemoveCategoryDialogProps {
  category: Category;
  onClose: () => void;
}

export function RemoveCategoryDialog({ category, onClose }: RemoveCategoryDialogProps) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  const { id, name, version } = category;
  const remove = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/categories/{id}', {
          params: { path: { id }, header: { 'If-Match': formatEtag(version) } },
        }),
      ),
    async onSuccess() {
      for (const key of ['categories', 'products', 'promotions']) {
        await queries.invalidateQueries({ queryKey: [key] });
      }
      tell(t('removed', { name }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('removeOf', { name })}
      text={t('removeText')}
      confirm={t('remove')}
      action={remove}
      onClose={onClose}
    />
  );
}
