/** Asks before a promotion is removed. */
import type { Promotion } from '@balcao/contracts/api/promotions.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { promotionWords } from './promotion-words.ts';

interface RemovePromotionDialogProps {
  promotion: Promotion;
  onClose: () => void;
}

export function RemovePromotionDialog({ promotion, onClose }: RemovePromotionDialogProps) {
  const t = useWords(promotionWords);
  const queries = useQueryClient();
  const { id, name, version } = promotion;
  const remove = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/promotions/{id}', {
          params: { path: { id }, header: { 'If-Match': formatEtag(version) } },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['promotions'] });
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
