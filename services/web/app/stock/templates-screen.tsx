/** The templates of breakdowns: what each piece is expected to yield. */
import type { BreakdownTemplate } from '@balcao/contracts/api/breakdowns.ts';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { ProductName } from '../catalogue/product-name.tsx';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { RemoveTemplateDialog } from './remove-template-dialog.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import { templateWords } from './template-words.ts';

type Open =
  | { kind: 'none' }
  | { kind: 'add' }
  | { kind: 'change' | 'remove'; template: BreakdownTemplate };

export function Screen() {
  const t = useWords(templateWords);
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
          {t('add')}
        </Button>
      }
    >
      <TemplateTable onOpen={setOpen} />
      {open.kind === 'add' && <TemplateDialog template={null} onClose={close} />}
      {open.kind === 'change' && <TemplateDialog template={open.template} onClose={close} />}
      {open.kind === 'remove' && <RemoveTemplateDialog template={open.template} onClose={close} />}
    </Page>
  );
}

function TemplateTable({ onOpen }: { onOpen: (open: Open) => void }) {
  const t = useWords(templateWords);
  const format = useFormat();
  const list = useList(['stock', 'breakdown-templates', 'list'], (cursor) =>
    answer(api.GET('/api/v1/inventory/breakdown-templates', { params: { query: { cursor } } })),
  );
  return (
    <DataTable
      caption={t('title')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('none') }}
      columns={[
        {
          title: t('name'),
          cell: ({ name, active }) => (
            <>
              {name} {!active && <Badge tone="neutral">{t('inactive')}</Badge>}
            </>
          ),
        },
        { title: t('piece'), cell: ({ inputProductId }) => <ProductName id={inputProductId} /> },
        {
          title: t('cuts'),
          isFigure: true,
          isSecondary: true,
          cell: ({ outputs }) => format.number(outputs.length),
        },
        {
          title: t('expectedLoss'),
          isFigure: true,
          isSecondary: true,
          cell: ({ expectedLossBasisPoints }) => format.percent(expectedLossBasisPoints / 10_000),
        },
        {
          title: t('actions'),
          isFigure: true,
          cell: (template) => <RowActions template={template} onOpen={onOpen} />,
        },
      ]}
    />
  );
}

function RowActions({
  template,
  onOpen,
}: {
  template: BreakdownTemplate;
  onOpen: (open: Open) => void;
}) {
  const t = useWords(templateWords);
  const { name } = template;
  return (
    <span className="flex justify-end gap-2">
      <Button
        aria-label={t('changeOf', { name })}
        onClick={() => onOpen({ kind: 'change', template })}
      >
        {t('change')}
      </Button>
      <Button
        kind="danger"
        aria-label={t('removeOf', { name })}
        onClick={() => onOpen({ kind: 'remove', template })}
      >
        {t('remove')}
      </Button>
    </span>
  );
}
