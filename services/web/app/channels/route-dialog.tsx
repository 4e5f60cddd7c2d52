/** Says which news goes to which channel, and when it waits. */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import { type NotificationEvent, notificationEvents } from '@balcao/contracts/api/notifications.ts';
import { severities, severity } from '@balcao/contracts/severity.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { CheckboxField, SelectField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { notificationNames, severityNames } from '../inbox/words.ts';
import { tell } from '../shell/toasts.tsx';
import { RouteGroups } from './route-groups.tsx';
import { RouteRepetition } from './route-repetition.tsx';
import { type RoutePartProps, RouteTiming, type TypedRoute } from './route-timing.tsx';
import { useChannels } from './use-channels.ts';
import { channelWords } from './words.ts';

const fresh: TypedRoute = {
  channelId: '',
  events: [],
  minimumSeverity: 'warning',
  quietHours: null,
  groupSeconds: 0,
  groupBy: [],
  repeatSeconds: null,
};

/** `route` is null for a new one. */
export function RouteDialog({
  route,
  onClose,
}: {
  route: NotificationRoute | null;
  onClose: () => void;
}) {
  const t = useWords(channelWords);
  const own = useWords(designWords);
  const [typed, setTyped] = useState<TypedRoute>({ ...fresh, ...route });
  const save = useSave(route, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('routeTitle')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <WhereTo typed={typed} onChange={setTyped} />
        <What typed={typed} onChange={setTyped} />
        <RouteTiming typed={typed} onChange={setTyped} />
        <RouteGroups typed={typed} onChange={setTyped} />
        <RouteRepetition typed={typed} onChange={setTyped} />
        <DialogActions>
          <Button onClick={onClose}>{own('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={save.isPending}>
            {own('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function WhereTo({ typed, onChange }: RoutePartProps) {
  const t = useWords(channelWords);
  const { rows = [] } = useChannels();
  return (
    <SelectField
      label={t('channel')}
      required
      value={typed.channelId}
      onChange={({ target }) => onChange({ ...typed, channelId: target.value })}
    >
      <option value="" />
      {rows
        .filter(({ managedBy }) => managedBy === null)
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </SelectField>
  );
}

function What({ typed, onChange }: RoutePartProps) {
  const t = useWords(channelWords);
  const text = useText();
  const toggle = (event: NotificationEvent, isChosen: boolean) => {
    const others = typed.events.filter((each) => each !== event);
    onChange({ ...typed, events: isChosen ? [...others, event] : others });
  };
  return (
    <>
      <fieldset>
        <legend className="text-sm font-medium">
          {t('events')} {typed.events.length === 0 && `(${t('allEvents')})`}
        </legend>
        <div className="grid sm:grid-cols-2">
          {notificationEvents.map((event) => (
            <CheckboxField
              key={event}
              label={text(notificationNames[event])}
              checked={typed.events.includes(event)}
              onChange={({ target }) => toggle(event, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <SelectField
        label={t('minimum')}
        value={typed.minimumSeverity}
        onChange={({ target }) =>
          onChange({ ...typed, minimumSeverity: severity.parse(target.value) })
        }
      >
        {severities.map((each) => (
          <option key={each} value={each}>
            {text(severityNames[each])}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function useSave(route: NotificationRoute | null, onSaved: () => void) {
  const t = useWords(channelWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn({ channelId, events, minimumSeverity, quietHours, ...timing }: TypedRoute) {
      const { groupSeconds, groupBy, repeatSeconds } = timing;
      const when = { quietHours, groupSeconds, groupBy, repeatSeconds };
      const body = { channelId, events, minimumSeverity, ...when };
      return route === null
        ? answer(api.POST('/api/v1/notifications/routes', { params: { header }, body }))
        : answer(
            api.PUT('/api/v1/notifications/routes/{id}', {
              params: { path: { id: route.id } },
              body,
            }),
          );
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['routes'] });
      tell(t('saved'));
      onSaved();
    },
  });
}
