/** Writes a quote by hand, such as what a supplier asks today. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { parsePrice } from './price-text.ts';
import { quoteWords } from './quote-words.ts';

export function QuoteDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(quoteWords);
  const own = useWords(designWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const [symbol, setSymbol] = useState('');
  const [text, setText] = useState('');
  const price = parsePrice(text);
  const add = useMutation({
    mutationFn() {
      const at = new Date().toISOString();
      const quotes = [{ symbol: symbol.toUpperCase(), at, price: price ?? text, source: 'manual' }];
      return answer(api.POST('/api/v1/market/quotes', { params: { header }, body: { quotes } }));
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['quotes'] });
      tell(t('quoteAdded'));
      onClose();
    },
  });
  return (
    <FormDialog title={t('addQuote')} action={add} onSubmit={() => add.mutate()} onClose={onClose}>
      <TextField
        label={t('symbol')}
        required
        autoCapitalize="characters"
        maxLength={40}
        value={symbol}
        onChange={({ target }) => setSymbol(target.value)}
      />
      <TextField
        label={t('price')}
        required
        inputMode="decimal"
        value={text}
        error={text !== '' && price === null ? own('notAnAmount') : undefined}
        onChange={({ target }) => setText(target.value)}
      />
    </FormDialog>
  );
}
