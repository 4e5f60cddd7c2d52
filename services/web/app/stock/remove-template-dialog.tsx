/** Asks before a template is removed. */
import type { BreakdownTemplate } from '@balcao/contracts/api/breakdowns.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { templateWords } from './template-words.ts';

interface RemoveTemplateDialogProps {
  template: BreakdownTemplate;
  onClose: () => void;
}

export function RemoveTemplateDialog({ template, onClose }: RemoveTemplateDialogProps) {
  const t = useWords(templateWords);
  const queries = useQueryClient();
  const { id, name, version } = template;
  const remove = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/inventory/breakdown-templates/{id}', {
          params: { path: { id }, header: { 'If-Match': formatEtag(version) } },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('removed', { name }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('removeTitle', { name })}
      text={t('removeText')}
      confirm={t('remove')}
      action={remove}
      onClose={onClose}
    />
  );
}
