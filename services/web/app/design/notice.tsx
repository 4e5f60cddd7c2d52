/** A message in the page: colour, icon and text together, never colour alone. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

type Tone = 'danger' | 'warning' | 'positive' | 'neutral';

const looks = {
  danger: { className: 'bg-danger-soft text-danger border-danger', Icon: CircleAlert },
  warning: { className: 'bg-warning-soft text-warning border-warning', Icon: TriangleAlert },
  positive: { className: 'bg-positive-soft text-positive border-positive', Icon: CircleCheck },
  neutral: { className: 'bg-sunken text-ink border-line-strong', Icon: Info },
};

export function Notice({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { className, Icon } = looks[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-2 rounded-md border p-3', className)}
    >
      <Icon aria-hidden size={20} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** A state in a list's row, such as `low` or `paid`. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { className, Icon } = looks[tone];
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded-full border px-2 text-sm whitespace-nowrap',
        className,
      )}
    >
      {tone !== 'neutral' && <Icon aria-hidden size={14} />}
      {children}
    </span>
  );
}
