/** Every order: filtered by day, seller, till, state and payment, all of it in the address. */
import {
  type CancelReason,
  cancelReason,
  cancelReasons,
  orderStatus,
  orderStatuses,
} from '@balcao/contracts/api/sales.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { id } from '@balcao/contracts/ids.ts';
import { paymentMethod, paymentMethods } from '@balcao/contracts/payment-method.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { DayField } from '../design/day-field.tsx';
import { CheckboxField, SelectField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { type Text, useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { StatusBadge } from './status-badge.tsx';
import { useSellers } from './use-sellers.ts';
import { methodNames, reasonNames, salesWords, statusNames } from './words.ts';

export function Screen() {
  const t = useWords(salesWords);
  return (
    <Page title={t('sales')} lead={t('salesLead')}>
      <Filters />
      <Orders />
    </Page>
  );
}

function Filters() {
  const t = useWords(salesWords);
  const { sellers } = useSellers();
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  const [sellerId, setSeller] = useFilter('seller');
  const [till, setTill] = useFilter('till');
  const [beyond, setBeyond] = useFilter('beyond');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <DayField label={t('since')} value={from} onChange={setFrom} />
      <DayField label={t('until')} value={to} onChange={setTo} />
      <Choice filter="status" values={orderStatuses} names={statusNames} />
      <Choice filter="method" values={paymentMethods} names={methodNames} />
      <Choice filter="reason" values={cancelReasons} names={reasonNames} />
      <SelectField
        label={t('seller')}
        value={sellerId}
        onChange={({ target }) => setSeller(target.value)}
      >
        <option value="">{t('all')}</option>
        {sellers.map((seller) => (
          <option key={seller.id} value={seller.id}>
            {seller.name}
          </option>
        ))}
      </SelectField>
      <CheckboxField
        label={t('onlyBeyondLimit')}
        className="self-end"
        checked={beyond === 'true'}
        onChange={({ target }) => setBeyond(target.checked ? 'true' : '')}
      />
      {till !== '' && (
        <Button className="self-end" onClick={() => setTill('')}>
          {t('oneTill')}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps<Value extends string> {
  filter: 'status' | 'method' | 'reason';
  values: readonly Value[];
  names: Record<Value, Text>;
}

function Choice<Value extends string>({ filter, values, names }: ChoiceProps<Value>) {
  const t = useWords(salesWords);
  const text = useText();
  const [chosen, setChosen] = useFilter(filter);
  return (
    <SelectField
      label={t(filter)}
      value={chosen}
      onChange={({ target }) => setChosen(target.value)}
    >
      <option value="">{t('all')}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {text(names[value])}
        </option>
      ))}
    </SelectField>
  );
}

function useOrders() {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const [status] = useFilter('status');
  const [method] = useFilter('method');
  const [reason] = useFilter('reason');
  const [seller] = useFilter('seller');
  const [till] = useFilter('till');
  const [beyond] = useFilter('beyond');
  const query = {
    from: businessDate.safeParse(from).data,
    to: businessDate.safeParse(to).data,
    status: orderStatus.safeParse(status).data,
    method: paymentMethod.safeParse(method).data,
    reason: cancelReason.safeParse(reason).data,
    sellerId: id.safeParse(seller).data,
    tillId: id.safeParse(till).data,
    isBeyondLimit: beyond === 'true' || undefined,
  };
  return useList(['orders', query], (cursor) =>
    answer(api.GET('/api/v1/orders', { params: { query: { ...query, cursor } } })),
  );
}

function Orders() {
  const t = useWords(salesWords);
  const format = useFormat();
  const list = useOrders();
  const { nameOf } = useSellers();
  return (
    <DataTable
      caption={t('sales')}
      {...list}
      keyOf={({ id: key }) => key}
      empty={{ text: t('nothing') }}
      columns={[
        {
          title: t('when'),
          cell: (order) => (
            <Link href={`/sales/${order.id}`} className="underline underline-offset-4">
              {format.moment(order.completedAt ?? order.createdAt)}
            </Link>
          ),
        },
        {
          title: t('receipt'),
          isFigure: true,
          isSecondary: true,
          cell: ({ receiptNumber }) => receiptNumber ?? '',
        },
        { title: t('seller'), isSecondary: true, cell: ({ sellerId }) => nameOf(sellerId) },
        {
          title: t('items'),
          isSecondary: true,
          cell: ({ lines }) => t('itemsOf', { count: lines.length }),
        },
        {
          title: t('method'),
          isSecondary: true,
          cell: ({ payments }) => <Methods of={payments} />,
        },
        {
          title: t('status'),
          // An older service does not name it yet.
          cell: ({ status, reason, beyondLimit = [] }) => (
            <>
              <StatusBadge status={status} /> {reason !== undefined && <Reason reason={reason} />}
              {beyondLimit.length > 0 && <Badge tone="warning">{t('beyondLimit')}</Badge>}
            </>
          ),
        },
        { title: t('total'), isFigure: true, cell: ({ totalMinor }) => format.money(totalMinor) },
      ]}
    />
  );
}

function Methods({ of }: { of: { method: keyof typeof methodNames }[] }) {
  const text = useText();
  return [...new Set(of.map(({ method }) => text(methodNames[method])))].join(', ');
}

function Reason({ reason }: { reason: CancelReason }) {
  const text = useText();
  return <span className="text-sm text-ink-soft">{text(reasonNames[reason])}</span>;
}
