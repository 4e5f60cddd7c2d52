/** The receipt of a sale as the printer has it, and its way there. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { salesWords } from './words.ts';

export function ReceiptDialog({ order: { id }, onClose }: { order: Order; onClose: () => void }) {
  const t = useWords(salesWords);
  const design = useWords(designWords);
  const frame = useRef<HTMLIFrameElement>(null);
  const { data, error } = useQuery({
    queryKey: ['receipt', id],
    queryFn: () => readReceipt(id),
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('receiptTitle')}>
      {error !== null && <ProblemNotice error={error} />}
      {data === undefined ? (
        error === null && <p role="status">{design('loading')}</p>
      ) : (
        // It is the server's own page: no script of it runs here.
        <iframe
          ref={frame}
          title={t('receiptTitle')}
          srcDoc={data}
          sandbox="allow-same-origin allow-modals"
          className="h-96 w-full rounded-md border border-line bg-[white]"
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>{design('close')}</Button>
        <Button
          kind="primary"
          disabled={data === undefined}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          {t('print')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Throws ApiProblem. */
async function readReceipt(id: string): Promise<string> {
  const url = new URL(`/api/v1/orders/${id}/receipt?format=html`, location.origin);
  const response = await send(new Request(url, { headers: { accept: 'text/html' } }));
  if (!response.ok) throw problemOf(await response.json().catch(() => undefined), response);
  return response.text();
}
