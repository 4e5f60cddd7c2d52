/** Adds a template of breakdowns, or changes one: what a piece is expected to yield. */
import type { BreakdownTemplate } from '@balcao/contracts/api/breakdowns.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { TemplateFields } from './template-fields.tsx';
import { templateRequestOf, typedTemplateOf } from './template-form.ts';
import { templateWords } from './template-words.ts';

interface TemplateDialogProps {
  /** Null for a new one. */
  template: BreakdownTemplate | null;
  onClose: () => void;
}

export function TemplateDialog({ template, onClose }: TemplateDialogProps) {
  const t = useWords(templateWords);
  const [typed, setTyped] = useState(() => typedTemplateOf(template));
  const [hasTried, setTried] = useState(false);
  const save = useSave(template, onClose);
  const submit = () => {
    setTried(true);
    const body = templateRequestOf(typed);
    if (body !== null) save.mutate(body);
  };
  return (
    <FormDialog
      title={template === null ? t('add') : t('changeOf', { name: template.name })}
      action={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <TemplateFields {...{ typed, hasTried }} isNew={template === null} onChange={setTyped} />
    </FormDialog>
  );
}

type Body = NonNullable<ReturnType<typeof templateRequestOf>>;

function useSave(template: BreakdownTemplate | null, onSaved: () => void) {
  const t = useWords(templateWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: Body) =>
      template === null
        ? answer(api.POST('/api/v1/inventory/breakdown-templates', { params: { header }, body }))
        : answer(
            api.PUT('/api/v1/inventory/breakdown-templates/{id}', {
              params: versionOf(template),
              body,
            }),
          ),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('saved', { name }));
      onSaved();
    },
  });
}

const versionOf = ({ id, version }: BreakdownTemplate) => ({
  path: { id },
  header: { 'If-Match': formatEtag(version) },
});
