/** Reads a label by the shop's layout, or by one that is tried, and shows what the till would make of it. */
import { isScaleLayout, parseScaleLabel, scaleLayouts } from '@balcao/contracts/scale-label.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { faultNames, transferWords } from './transfer-words.ts';

export function LabelTest() {
  const t = useWords(transferWords);
  const [code, setCode] = useState('');
  /** Null: the shop's own. */
  const [tried, setTried] = useState<string | null>(null);
  const settings = useQuery({
    queryKey: ['products', 'settings'],
    queryFn: () => answer(api.GET('/api/v1/products/settings')),
  });
  const lookUp = useMutation({
    mutationFn: (query: { code: string; layout: string }) =>
      answer(api.GET('/api/v1/products/lookup', { params: { query } })),
  });
  const own = settings.data?.scaleLayout;
  const layout = tried ?? own ?? '';
  const isLayout = isScaleLayout(layout);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '' && isLayout) lookUp.mutate({ code: code.trim(), layout });
  };
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      {settings.error !== null && <ProblemNotice error={settings.error} />}
      <p>
        {t('layoutIs')} <code className="font-semibold">{own ?? '…'}</code>. {t('layoutLead')}
      </p>
      <TextField
        label={t('layoutTried')}
        hint={t('layoutHint')}
        error={own === undefined || isLayout ? undefined : t('noLayout')}
        list="scale-layouts"
        autoComplete="off"
        spellCheck={false}
        value={layout}
        onChange={({ target }) => setTried(target.value.trim())}
      />
      <datalist id="scale-layouts">
        {scaleLayouts.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <form onSubmit={submit} className="flex items-end gap-3">
        <TextField
          label={t('test')}
          inputMode="numeric"
          autoComplete="off"
          className="grow"
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button type="submit" isBusy={lookUp.isPending || settings.isPending}>
          {t('testButton')}
        </Button>
      </form>
      {lookUp.variables !== undefined && <Reading {...lookUp.variables} />}
      {lookUp.error !== null && <ProblemNotice error={lookUp.error} />}
      {lookUp.data !== undefined && <Sale sale={lookUp.data} />}
      {own !== undefined && isLayout && layout !== own && (
        <Notice tone="warning">
          {t('otherThanOwn')} <code className="font-semibold">SCALE_LAYOUT={layout}</code>
        </Notice>
      )}
    </div>
  );
}

function Reading({ code, layout }: { code: string; layout: string }) {
  const t = useWords(transferWords);
  const text = useText();
  const format = useFormat();
  const label = parseScaleLabel(code, layout);
  if (label.kind === 'invalid')
    return <Notice tone="warning">{text(faultNames[label.reason])}</Notice>;
  const value =
    'totalMinor' in label
      ? `${t('total')} ${format.money(label.totalMinor)}`
      : `${t('weight')} ${format.quantity(label.quantityMilli, label.unit)}`;
  return (
    <Notice tone="neutral">
      {t('reads')}: {t('code')} {label.plu}, {value}
    </Notice>
  );
}

interface SaleProps {
  sale: {
    product: { name: string; unit: 'kg' | 'un' };
    quantityMilli: number;
    totalMinor: number;
    isPriceStale: boolean;
  };
}

function Sale({ sale: { product, quantityMilli, totalMinor, isPriceStale } }: SaleProps) {
  const t = useWords(transferWords);
  const format = useFormat();
  return (
    <Notice tone={isPriceStale ? 'warning' : 'positive'}>
      {t('sells')}: <strong>{product.name}</strong>, {format.quantity(quantityMilli, product.unit)},{' '}
      <strong>{format.money(totalMinor)}</strong>
      {isPriceStale && <p>{t('stale')}</p>}
    </Notice>
  );
}
