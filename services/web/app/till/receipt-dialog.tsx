/** Ctrl+P: the last receipt again, and what prints receipts on this device. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { kept, type ReceiptPrinter } from './kept.ts';
import { choosePrinter, printReceipt } from './print-receipt.ts';
import { refundWords } from './refund-words.ts';
import { lastSale } from './sale-flow.ts';
import type { TillDialogProps } from './till-dialog.ts';

const printers = [
  ['none', 'printNone', true],
  ['window', 'printWindow', true],
  ['usb', 'printUsb', 'usb' in navigator],
  ['serial', 'printSerial', 'serial' in navigator],
] as const satisfies [ReceiptPrinter, string, boolean][];

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(refundWords);
  const sale = useStore(lastSale);
  const client = useQueryClient();
  const printer = useQuery({
    queryKey: ['till', 'printer'],
    queryFn: async () => (await kept.get('settings', 'printer')) ?? 'none',
    networkMode: 'always',
  });
  const choose = useMutation({
    mutationFn: choosePrinter,
    onSuccess: () => client.invalidateQueries({ queryKey: ['till', 'printer'] }),
    networkMode: 'always',
  });
  const print = useMutation({
    mutationFn: (saleId: string) =>
      printReceipt(saleId, printer.data === 'none' ? 'window' : (printer.data ?? 'window')),
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('receiptTitle')}>
      <div className="flex flex-col items-start gap-4">
        {print.error !== null && <ProblemNotice error={print.error} />}
        {sale === null || sale.isQueued ? (
          <p className="text-lg">{t('noLast')}</p>
        ) : (
          <Button
            className="text-lg"
            autoFocus
            isBusy={print.isPending}
            onClick={() => print.mutate(sale.saleId)}
          >
            {t('printLast')} · Enter
          </Button>
        )}
        {choose.error !== null && <ProblemNotice error={choose.error} />}
        <SelectField
          className="w-full"
          label={t('printer')}
          value={printer.data ?? 'none'}
          onChange={({ target }) => {
            const chosen = printers.find(([name]) => name === target.value)?.[0];
            if (chosen !== undefined) choose.mutate(chosen);
          }}
        >
          {printers
            .filter(([, , isThere]) => isThere)
            .map(([name, label]) => (
              <option key={name} value={name}>
                {t(label)}
              </option>
            ))}
        </SelectField>
      </div>
    </Dialog>
  );
}
