/** "Needs you": one list over all services, each item with the one action that settles it. */
import type { Alert } from '@balcao/contracts/api/market-alerts.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button, buttonLook } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import type { Need } from './needs.ts';
import { useNeeds } from './use-needs.ts';
import { deskWords } from './words.ts';

export function NeedsYou() {
  const t = useWords(deskWords);
  const design = useWords(designWords);
  const { needs, silent, isPending } = useNeeds();
  const isNothing = needs.length === 0 && !isPending && silent.length === 0;
  return (
    <Section title={t('needs')}>
      {isNothing && (
        <p className="flex items-center gap-2 text-positive">
          <CircleCheck aria-hidden size={20} />
          {t('needsNothing')}
        </p>
      )}
      <ul className="divide-y divide-line">
        {needs.map((need) => (
          <li key={need.key} className="flex items-center gap-3 py-1">
            <Sign tone={need.tone} />
            <p className="min-w-0 flex-1">
              <NeedText need={need} />
            </p>
            <Action need={need} />
          </li>
        ))}
      </ul>
      {isPending && <p role="status">{design('loading')}</p>}
      {silent.length > 0 && (
        <p role="status" className="mt-2 text-sm text-ink-soft">
          {t('needsUnknown', { sources: silent.map((source) => t(source)).join(', ') })}
        </p>
      )}
    </Section>
  );
}

function Sign({ tone }: { tone: Need['tone'] }) {
  const Icon = tone === 'danger' ? CircleAlert : TriangleAlert;
  const colour = tone === 'danger' ? 'text-danger' : 'text-warning';
  return <Icon aria-hidden size={20} className={classNames('shrink-0', colour)} />;
}

function NeedText({ need }: { need: Need }) {
  const t = useWords(deskWords);
  const format = useFormat();
  const bilingual = useBilingual();
  switch (need.kind) {
    case 'count':
      return `${t(need.word, { count: need.count, service: need.service ?? '' })}${
        need.isMore ? ` ${t('andMore')}` : ''
      }`;
    case 'till-difference': {
      const { register, differenceMinor } = need;
      return t('tillDifference', { register, amount: format.money(differenceMinor) });
    }
    case 'till-open':
      return t('tillOpen', { register: need.register, day: format.dayInWords(need.day) });
    case 'alert':
      return bilingual(need.alert.summary);
  }
}

function Action({ need }: { need: Need }) {
  const t = useWords(deskWords);
  if (need.kind === 'alert') return <Acknowledge alert={need.alert} />;
  return (
    <Link href={need.href} className={classNames(buttonLook('quiet'), 'shrink-0 underline')}>
      {t(need.action)}
    </Link>
  );
}

function Acknowledge({ alert: { id, symbol } }: { alert: Alert }) {
  const t = useWords(deskWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const acknowledge = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/market/alerts/{id}/acknowledge', { params: { path: { id }, header } }),
      ),
    async onSuccess() {
      tell(t('acknowledged'));
      await queries.invalidateQueries({ queryKey: ['needs', 'market'] });
    },
  });
  if (acknowledge.error !== null) return <ProblemNotice error={acknowledge.error} />;
  return (
    <Button
      kind="quiet"
      className="shrink-0 underline"
      aria-label={`${t('acknowledge')}: ${symbol}`}
      isBusy={acknowledge.isPending}
      onClick={() => acknowledge.mutate()}
    >
      {t('acknowledge')}
    </Button>
  );
}
