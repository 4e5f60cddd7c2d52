/** Adds a promotion, or changes one. */
import type { Promotion, UpdatePromotionRequest } from '@balcao/contracts/api/promotions.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Dialog } from '../design/dialog.tsx';
import { CheckboxField, TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { PromotionTarget, PromotionValue } from './promotion-fields.tsx';
import {
  freshPromotion,
  missingIn,
  promotionRequestOf,
  typedPromotionOf,
} from './promotion-form.ts';
import { PromotionTimes } from './promotion-times.tsx';
import { promotionWords } from './promotion-words.ts';

interface PromotionDialogProps {
  /** Null for a new one. */
  promotion: Promotion | null;
  onClose: () => void;
}

export function PromotionDialog({ promotion, onClose }: PromotionDialogProps) {
  const t = useWords(promotionWords);
  const [typed, setTyped] = useState(
    promotion === null ? freshPromotion : typedPromotionOf(promotion),
  );
  const [hasTried, setTried] = useState(false);
  const save = useSave(promotion, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const body = promotionRequestOf(typed);
    if (body !== null) save.mutate(body);
  };
  const fields = { typed, hasTried, onChange: setTyped };
  const title = promotion === null ? t('add') : t('changeOf', { name: promotion.name });
  return (
    <Dialog isOpen isWide onClose={onClose} title={title}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <TextField
          label={t('name')}
          maxLength={120}
          value={typed.name}
          error={hasTried && missingIn(typed).name ? t('needed') : undefined}
          onChange={({ target }) => setTyped({ ...typed, name: target.value })}
        />
        <PromotionTarget {...fields} />
        <PromotionValue {...fields} />
        <PromotionTimes {...fields} />
        <CheckboxField
          label={t('active')}
          checked={typed.active}
          onChange={({ target }) => setTyped({ ...typed, active: target.checked })}
        />
        <SaveActions isBusy={save.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function useSave(promotion: Promotion | null, onSaved: () => void) {
  const t = useWords(promotionWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: UpdatePromotionRequest) =>
      promotion === null
        ? answer(api.POST('/api/v1/promotions', { params: { header }, body }))
        : answer(
            api.PUT('/api/v1/promotions/{id}', {
              params: {
                path: { id: promotion.id },
                header: { 'If-Match': formatEtag(promotion.version) },
              },
              body,
            }),
          ),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['promotions'] });
      tell(t('saved', { name }));
      onSaved();
    },
  });
}
