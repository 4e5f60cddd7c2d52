/** One rule: what it watches, and what it would have told in the last sixty days. */
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { answer, api, done } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { ManagedBadge } from '../design/managed-badge.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { tell } from '../shell/toasts.tsx';
import { useConditionText } from './condition-text.ts';
import { RuleFields } from './rule-fields.tsx';
import { RuleReplay } from './rule-replay.tsx';
import { ruleWords } from './rule-words.ts';
import { ruleOf, type TypedRule, typedRule } from './typed-rule.ts';

export function Screen() {
  const { id = 'new' } = useParams<{ id: string }>();
  return id === 'new' ? <RulePage key="new" rule={null} /> : <KnownRule key={id} id={id} />;
}

function KnownRule({ id }: { id: string }) {
  const t = useWords(designWords);
  const found = useQuery({
    queryKey: ['rules', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/market/rules/{id}', { params: { path: { id } } })),
  });
  if (found.error !== null) {
    return (
      <Page title={id} isNarrow>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  if (found.data === undefined) return <p role="status">{t('loading')}</p>;
  // A newer version is another form: what was typed into the former one is not mixed with it.
  return <RulePage key={found.data.version} rule={found.data} />;
}

function RulePage({ rule }: { rule: Rule | null }) {
  const t = useWords(ruleWords);
  const conditionText = useConditionText();
  const { role } = useUser();
  const [isRemoving, setRemoving] = useState(false);
  const isOpen = isAllowed(role, 'market:write') && (rule?.managedBy ?? null) === null;
  const remove = (
    <Button kind="quiet" onClick={() => setRemoving(true)}>
      {t('remove')}
    </Button>
  );
  return (
    <Page
      title={rule === null ? t('newRule') : t('editRule', { name: rule.name })}
      lead={rule === null ? undefined : conditionText(rule.condition)}
      actions={rule !== null && isOpen ? remove : undefined}
      isNarrow
    >
      <ManagedBadge managedBy={rule?.managedBy ?? null} />
      {isOpen && <RuleForm rule={rule} />}
      {rule !== null && (
        <Section title={t('test')}>
          <RuleReplay rule={rule} />
        </Section>
      )}
      {rule !== null && isRemoving && (
        <RemoveDialog rule={rule} onClose={() => setRemoving(false)} />
      )}
    </Page>
  );
}

function RuleForm({ rule }: { rule: Rule | null }) {
  const t = useWords(ruleWords);
  const [typed, setTyped] = useState(typedRule(rule));
  const save = useSave(rule);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  return (
    <form onSubmit={submit} className="mb-8 flex flex-col gap-4">
      {save.error !== null && <ProblemNotice error={save.error} />}
      <RuleFields ruleId={rule?.id ?? null} typed={typed} onChange={setTyped} />
      <Button type="submit" kind="primary" isBusy={save.isPending} className="self-start">
        {t('save')}
      </Button>
    </form>
  );
}

function useSave(rule: Rule | null) {
  const t = useWords(ruleWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [key] = useState(idempotencyKey);
  return useMutation({
    mutationFn(typed: TypedRule) {
      const body = ruleOf(typed);
      if (rule === null) {
        return answer(api.POST('/api/v1/market/rules', { params: { header: key }, body }));
      }
      // What the form does not show stays as it is.
      const { labels, noDataSeconds } = rule;
      const header = { 'If-Match': formatEtag(rule.version) };
      const params = { path: { id: rule.id }, header };
      const whole = { ...body, labels, noDataSeconds };
      return answer(api.PUT('/api/v1/market/rules/{id}', { params, body: whole }));
    },
    async onSuccess({ id }) {
      tell(t('saved'));
      await queries.invalidateQueries({ queryKey: ['rules'] });
      navigate(`/market/rules/${id}`, { replace: true });
    },
  });
}

function RemoveDialog({ rule: { id, name }, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useWords(ruleWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: () => done(api.DELETE('/api/v1/market/rules/{id}', { params: { path: { id } } })),
    async onSuccess() {
      tell(t('removed'));
      navigate('/market/rules');
      await queries.invalidateQueries({ queryKey: ['rules'], refetchType: 'active' });
    },
  });
  return (
    <ConfirmDialog
      title={t('removeRule', { name })}
      text={t('removeRuleText')}
      confirm={t('remove')}
      action={remove}
      onClose={onClose}
    />
  );
}
