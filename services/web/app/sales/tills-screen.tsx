/** Every till: when it was opened and closed, and what was missing or too much. */
import { tillStatus } from '@balcao/contracts/api/tills.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { id } from '@balcao/contracts/ids.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { DayField } from '../design/day-field.tsx';
import { SelectField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { TillDifference } from './till-difference.tsx';
import { tillListWords } from './till-words.ts';
import { useSellers } from './use-sellers.ts';
import { tillStatusNames } from './words.ts';

export function Screen() {
  const t = useWords(tillListWords);
  return (
    <Page title={t('tills')} lead={t('tillsLead')}>
      <Filters />
      <Tills />
    </Page>
  );
}

function Filters() {
  const t = useWords(tillListWords);
  const text = useText();
  const { sellers } = useSellers();
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  const [status, setStatus] = useFilter('status');
  const [seller, setSeller] = useFilter('seller');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <DayField label={t('since')} value={from} onChange={setFrom} />
      <DayField label={t('until')} value={to} onChange={setTo} />
      <SelectField
        label={t('status')}
        value={status}
        onChange={({ target }) => setStatus(target.value)}
      >
        <option value="">{t('all')}</option>
        {tillStatus.options.map((each) => (
          <option key={each} value={each}>
            {text(tillStatusNames[each])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('seller')}
        value={seller}
        onChange={({ target }) => setSeller(target.value)}
      >
        <option value="">{t('all')}</option>
        {sellers.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

function useTills() {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const [status] = useFilter('status');
  const [seller] = useFilter('seller');
  const query = {
    from: businessDate.safeParse(from).data,
    to: businessDate.safeParse(to).data,
    status: tillStatus.safeParse(status).data,
    sellerId: id.safeParse(seller).data,
  };
  return useList(['tills', query], (cursor) =>
    answer(api.GET('/api/v1/tills', { params: { query: { ...query, cursor } } })),
  );
}

function Tills() {
  const t = useWords(tillListWords);
  const text = useText();
  const format = useFormat();
  const list = useTills();
  const { nameOf } = useSellers();
  const moneyOf = (amountMinor: number | null) =>
    amountMinor === null ? '' : format.money(amountMinor);
  return (
    <DataTable
      caption={t('tills')}
      {...list}
      keyOf={({ id: key }) => key}
      empty={{ text: t('nothing') }}
      columns={[
        {
          title: t('register'),
          cell: (till) => (
            <Link href={`/tills/${till.id}`} className="underline underline-offset-4">
              {t('registerNumber', {
                register: till.register,
                day: format.dayInWords(till.businessDate),
              })}
            </Link>
          ),
        },
        { title: t('seller'), isSecondary: true, cell: ({ sellerId }) => nameOf(sellerId) },
        {
          title: t('status'),
          cell: ({ status }) => (
            <Badge tone={status === 'closed' ? 'neutral' : 'positive'}>
              {text(tillStatusNames[status])}
            </Badge>
          ),
        },
        {
          title: t('closed'),
          isSecondary: true,
          cell: ({ closedAt }) => (closedAt === null ? '' : format.moment(closedAt)),
        },
        {
          title: t('expected'),
          isFigure: true,
          isSecondary: true,
          cell: ({ expectedMinor }) => moneyOf(expectedMinor),
        },
        {
          title: t('counted'),
          isFigure: true,
          isSecondary: true,
          cell: ({ countedMinor }) => moneyOf(countedMinor),
        },
        {
          title: t('difference'),
          isFigure: true,
          cell: ({ differenceMinor }) => <TillDifference differenceMinor={differenceMinor} />,
        },
      ]}
    />
  );
}
