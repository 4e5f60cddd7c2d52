/** A product's stock rule: its minimum, and what a sale of more than there is meets. */
import { negativeStock, type StockLevel } from '@balcao/contracts/api/inventory.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { stockWords } from './words.ts';

export function PolicyDialog({ level, onClose }: { level: StockLevel; onClose: () => void }) {
  const t = useWords(stockWords);
  const [minimumMilli, setMinimum] = useState(level.minimumMilli);
  const [whenShort, setWhenShort] = useState(level.negativeStock);
  const save = useSave(level, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ minimumMilli, negativeStock: whenShort });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('policyOf', { name: level.name })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <SaveProblem error={save.error} onReload={onClose} />}
        <QuantityField
          label={t('minimum')}
          hint={t('minimumHint')}
          unit={level.unit}
          isZeroAllowed
          value={minimumMilli}
          onChange={setMinimum}
        />
        <SelectField
          label={t('whenShort')}
          value={whenShort}
          onChange={({ target }) => setWhenShort(negativeStock.parse(target.value))}
        >
          <option value="block">{t('block')}</option>
          <option value="allow">{t('allow')}</option>
        </SelectField>
        <SaveActions isBusy={save.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Somebody else's change has to be seen before it is changed again. */
function SaveProblem({ error, onReload }: { error: unknown; onReload: () => void }) {
  const t = useWords(stockWords);
  const queries = useQueryClient();
  const isStale = error instanceof ApiProblem && error.code === 'version_mismatch';
  const reload = () => {
    void queries.invalidateQueries({ queryKey: ['stock'] });
    onReload();
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <ProblemNotice error={error} />
      {isStale && <Button onClick={reload}>{t('reload')}</Button>}
    </div>
  );
}

function useSave({ productId, name, version }: StockLevel, onSaved: () => void) {
  const t = useWords(stockWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<StockLevel, 'minimumMilli' | 'negativeStock'>) =>
      answer(
        api.PUT('/api/v1/inventory/stock/{productId}/policy', {
          params: { path: { productId }, header: { 'If-Match': formatEtag(version) } },
          body,
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('policySaved', { name }));
      onSaved();
    },
  });
}
