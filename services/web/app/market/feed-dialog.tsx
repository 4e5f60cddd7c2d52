/** Adds a feed, or changes one. */
import { type Feed, type FeedProvider, feedProvider } from '@balcao/contracts/api/market-feeds.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { feedWords, providerNames } from './feed-words.ts';

interface Typed {
  name: string;
  provider: FeedProvider;
  symbol: string;
  code: string;
  everySeconds: number;
  active: boolean;
}

const fresh: Typed = {
  name: '',
  provider: 'awesomeapi',
  symbol: '',
  code: '',
  everySeconds: 300,
  active: true,
};

/** `feed` is null for a new one. */
export function FeedDialog({ feed, onClose }: { feed: Feed | null; onClose: () => void }) {
  const t = useWords(feedWords);
  const [typed, setTyped] = useState<Typed>(feed ?? fresh);
  const save = useSave(feed, onClose);
  return (
    <FormDialog
      title={feed === null ? t('addFeed') : t('editFeed', { name: feed.name })}
      action={save}
      onSubmit={() => save.mutate(typed)}
      onClose={onClose}
    >
      <Fields typed={typed} isNew={feed === null} onChange={setTyped} />
    </FormDialog>
  );
}

interface FieldsProps {
  typed: Typed;
  isNew: boolean;
  onChange: (typed: Typed) => void;
}

function Fields({ typed, isNew, onChange }: FieldsProps) {
  const t = useWords(feedWords);
  const set = (part: Partial<Typed>) => onChange({ ...typed, ...part });
  const field = (name: 'name' | 'symbol' | 'code') => ({
    label: t(name),
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  return (
    <>
      <TextField {...field('name')} />
      <SelectField
        label={t('provider')}
        value={typed.provider}
        onChange={({ target }) => set({ provider: feedProvider.parse(target.value) })}
      >
        {feedProvider.options.map((each) => (
          <option key={each} value={each}>
            {providerNames[each]}
          </option>
        ))}
      </SelectField>
      <TextField {...field('code')} />
      <TextField {...field('symbol')} />
      <TextField
        label={t('every')}
        type="number"
        min={10}
        max={86_400}
        required
        value={typed.everySeconds}
        onChange={({ target }) => set({ everySeconds: target.valueAsNumber || 10 })}
      />
      {!isNew && (
        <CheckboxField
          label={t('collects')}
          checked={typed.active}
          onChange={({ target }) => set({ active: target.checked })}
        />
      )}
    </>
  );
}

function useSave(feed: Feed | null, onSaved: () => void) {
  const t = useWords(feedWords);
  const queries = useQueryClient();
  const [key] = useState(idempotencyKey);
  return useMutation({
    mutationFn({ name, provider, symbol, code, everySeconds, active }: Typed) {
      const fallbackFeedId = feed?.fallbackFeedId ?? null;
      const body = { name, provider, symbol, code, everySeconds, fallbackFeedId };
      if (feed === null) {
        return answer(api.POST('/api/v1/market/feeds', { params: { header: key }, body }));
      }
      const header = { 'If-Match': formatEtag(feed.version) };
      const params = { path: { id: feed.id }, header };
      return answer(api.PUT('/api/v1/market/feeds/{id}', { params, body: { ...body, active } }));
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['feeds'] });
      tell(t('feedSaved'));
      onSaved();
    },
  });
}
