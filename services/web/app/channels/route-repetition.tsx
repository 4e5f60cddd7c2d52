/** After how long an alert on prices that goes on is told again. */
import { TextField } from '../design/field.tsx';
import { useWords } from '../i18n/words.ts';
import type { RoutePartProps } from './route-timing.tsx';
import { channelWords } from './words.ts';

const minuteSeconds = 60;

export function RouteRepetition({ typed, onChange }: RoutePartProps) {
  const t = useWords(channelWords);
  const { repeatSeconds } = typed;
  return (
    <TextField
      label={t('repeat')}
      type="number"
      min={5}
      max={10_080}
      hint={t('repeatHint')}
      value={repeatSeconds === null ? '' : Math.round(repeatSeconds / minuteSeconds)}
      onChange={({ target: { value, valueAsNumber } }) =>
        onChange({ ...typed, repeatSeconds: value === '' ? null : valueAsNumber * minuteSeconds })
      }
    />
  );
}
