/** When what a route sends waits, and for how long. */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import { TextField } from '../design/field.tsx';
import { useWords } from '../i18n/words.ts';
import { channelWords } from './words.ts';

export type TypedRoute = Omit<NotificationRoute, 'id'>;

export interface RoutePartProps {
  typed: TypedRoute;
  onChange: (typed: TypedRoute) => void;
}

export function RouteTiming({ typed, onChange }: RoutePartProps) {
  const t = useWords(channelWords);
  const { from = '', to = '' } = typed.quietHours ?? {};
  const setQuiet = (hours: { from: string; to: string }) =>
    onChange({ ...typed, quietHours: hours.from === '' && hours.to === '' ? null : hours });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <TextField
        label={t('quietFrom')}
        type="time"
        hint={t('quietHint')}
        required={to !== ''}
        value={from}
        onChange={({ target }) => setQuiet({ from: target.value, to })}
      />
      <TextField
        label={t('quietTo')}
        type="time"
        required={from !== ''}
        value={to}
        onChange={({ target }) => setQuiet({ from, to: target.value })}
      />
      <TextField
        label={t('group')}
        type="number"
        min={0}
        max={86_400}
        hint={t('groupHint')}
        value={typed.groupSeconds}
        onChange={({ target }) => onChange({ ...typed, groupSeconds: target.valueAsNumber || 0 })}
      />
    </div>
  );
}
