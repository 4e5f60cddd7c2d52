/** The frame of a desk page: its one heading, its actions, its content. */
import { type ReactNode, useEffect } from 'react';
import { classNames } from './class-names.ts';

interface PageProps {
  title: string;
  actions?: ReactNode;
  /** One sentence under the title. */
  lead?: string | undefined;
  isNarrow?: boolean;
  children: ReactNode;
}

export function Page({ title, actions, lead, isNarrow, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Balcão`;
  }, [title]);
  return (
    <div className={classNames('mx-auto w-full p-4 md:p-6', isNarrow ? 'max-w-2xl' : 'max-w-7xl')}>
      <header className="mb-6 flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-xl font-semibold">{title}</h1>
          {lead !== undefined && <p className="mt-1 text-ink-soft">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export const Section = ({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) => (
  <section className="mb-8">
    <div className="mb-3 flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
      <h2 className="text-lg font-semibold">{title}</h2>
      {actions}
    </div>
    {children}
  </section>
);

/** What a list shows when it has nothing: what it is for, and what to do first. */
export const EmptyState = ({ text, action }: { text: string; action?: ReactNode }) => (
  <div className="flex flex-col items-center gap-3 rounded-md border border-dashed border-line-strong p-8 text-center">
    <p className="max-w-prose text-ink-soft">{text}</p>
    {action}
  </div>
);
