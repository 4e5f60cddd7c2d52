/** Every movement of a product, by kind and day. */
import { type Movement, movementType, movementTypes } from '@balcao/contracts/api/inventory.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import type { StockedProduct } from './waste-dialog.tsx';
import { reasonNames } from './waste-words.ts';
import { movementNames, stockWords } from './words.ts';

export function MovementList({ product }: { product: StockedProduct }) {
  const t = useWords(stockWords);
  const text = useText();
  const format = useFormat();
  const { rows, loading, more } = useMovements(product.id);
  const signed = (milli: number) =>
    `${milli > 0 ? '+' : ''}${format.quantity(milli, product.unit)}`;
  return (
    <>
      <Filters />
      <DataTable
        caption={t('movements')}
        rows={rows}
        loading={loading}
        more={more}
        keyOf={({ id }) => id}
        empty={{ text: t('noMovements') }}
        columns={[
          { title: t('when'), cell: ({ occurredAt }) => format.moment(occurredAt) },
          { title: t('what'), cell: ({ type }) => text(movementNames[type]) },
          {
            title: t('quantity'),
            isFigure: true,
            cell: ({ quantityMilli }) => signed(quantityMilli),
          },
          {
            title: t('after'),
            isFigure: true,
            cell: ({ onHandMilli }) => format.quantity(onHandMilli, product.unit),
          },
          {
            title: t('value'),
            isFigure: true,
            isSecondary: true,
            cell: ({ costMinor }) => format.money(costMinor),
          },
          {
            title: t('detail'),
            isSecondary: true,
            cell: (movement) => <Detail movement={movement} product={product} />,
          },
        ]}
      />
    </>
  );
}

function Detail({ movement, product }: { movement: Movement; product: StockedProduct }) {
  const t = useWords(stockWords);
  const format = useFormat();
  const reasonText = useReasonText();
  const { receipt, reason, note, oversoldMilli, lots } = movement;
  const parts = [
    receipt && t('receipt', { register: receipt.register, number: receipt.number }),
    reason && reasonText(reason),
    oversoldMilli > 0 && t('oversold', { quantity: format.quantity(oversoldMilli, product.unit) }),
    note,
  ].filter(Boolean);
  return (
    <>
      {parts.join(' · ')}{' '}
      {lots.map(({ lotId }) => (
        <Link key={lotId} href={`/stock/lots/${lotId}`} className="mr-2 underline">
          {t('inLot')}
        </Link>
      ))}
    </>
  );
}

/** A waste's reason is a code; an adjustment's are words of whoever made it. */
function useReasonText(): (reason: string) => string {
  const text = useText();
  const names = new Map<string, (typeof reasonNames)[keyof typeof reasonNames]>(
    Object.entries(reasonNames),
  );
  return (reason) => {
    const known = names.get(reason);
    return known === undefined ? reason : text(known);
  };
}

function useMovements(productId: string) {
  const [type] = useFilter('type');
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const query = {
    productId,
    type: movementType.safeParse(type).data,
    from: from || undefined,
    to: to || undefined,
  };
  return useList(['stock', 'movements', query], (cursor) =>
    answer(api.GET('/api/v1/inventory/movements', { params: { query: { ...query, cursor } } })),
  );
}

function Filters() {
  const t = useWords(stockWords);
  const text = useText();
  const [type, setType] = useFilter('type');
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <SelectField
        label={t('movementType')}
        value={type}
        onChange={({ target }) => setType(target.value)}
      >
        <option value="">{t('everyType')}</option>
        {movementTypes.map((each) => (
          <option key={each} value={each}>
            {text(movementNames[each])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('since')}
        type="date"
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField
        label={t('until')}
        type="date"
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
    </search>
  );
}
