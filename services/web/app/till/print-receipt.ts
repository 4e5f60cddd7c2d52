/** Prints receipts: the shop's page of 80 mm by the browser, or its bytes (ESC/POS) at a thermal printer. */
import { answer, api } from '../api/client.ts';
import { kept, type ReceiptPrinter } from './kept.ts';
import { choosePort, chooseUsb, writeToPort, writeToUsb } from './thermal-printer.ts';

/** Asks for the device where there is one to choose, and remembers what was chosen. */
export async function choosePrinter(printer: ReceiptPrinter): Promise<void> {
  if (printer === 'usb') await chooseUsb();
  if (printer === 'serial') await choosePort();
  await kept.put('settings', printer, 'printer');
}

/** As chosen on this device, after a sale; with none chosen nothing is printed. Throws what failed. */
export async function printByChoice(saleId: string): Promise<void> {
  await printReceipt(saleId, (await kept.get('settings', 'printer')) ?? 'none');
}

/** Throws ApiProblem where there is no receipt, and what the printer says. */
export async function printReceipt(saleId: string, printer: ReceiptPrinter): Promise<void> {
  if (printer === 'none') return;
  if (printer === 'window') return printPage(await readPage(saleId));
  const bytes = await readBytes(saleId);
  await (printer === 'usb' ? writeToUsb(bytes) : writeToPort(bytes));
}

async function readPage(id: string): Promise<string> {
  const params = { path: { id }, query: { format: 'html' } } as const;
  return String(await answer(api.GET('/api/v1/orders/{id}/receipt', { params, parseAs: 'text' })));
}

async function readBytes(id: string): Promise<ArrayBuffer> {
  const params = { path: { id }, query: { format: 'escpos' } } as const;
  return answer(api.GET('/api/v1/orders/{id}/receipt', { params, parseAs: 'arrayBuffer' }));
}

/** How long the frame's page may take to be there. */
const longestLoadMs = 6000;

let lastPrinted: Promise<unknown> = Promise.resolve();

/** One after the other: somebody may still look at the browser's question about the one before. */
function printPage(html: string): Promise<void> {
  const printed = lastPrinted.then(() => printInFrame(html));
  lastPrinted = printed.catch(() => undefined);
  return printed;
}

/**
 * In a sandboxed frame: the till's page is neither printed nor stopped meanwhile (`public/print-frame.js`). It stays until
 * the next one, since some browsers go on printing it. Throws when the frame's page does not come.
 */
async function printInFrame(html: string): Promise<void> {
  document.getElementById('till-receipt')?.remove();
  const frame = document.createElement('iframe');
  frame.id = 'till-receipt';
  frame.title = 'receipt';
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.setAttribute('sandbox', 'allow-scripts allow-modals');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  const isReady = tells(frame, 'ready', AbortSignal.timeout(longestLoadMs));
  frame.src = '/print-frame.html';
  document.body.append(frame);
  await isReady;
  const isPrinted = tells(frame, 'printed');
  // A sandbox has no origin that could be named.
  frame.contentWindow?.postMessage(html, '*');
  await isPrinted;
}

/** Resolves when the page in the frame says this, rejects when `signal` ends the waiting. */
function tells(frame: HTMLIFrameElement, word: string, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const hear = ({ source, data }: MessageEvent) => {
    if (source === frame.contentWindow && data === word) resolve();
  };
  const giveUp = () => reject(signal?.reason);
  addEventListener('message', hear);
  signal?.addEventListener('abort', giveUp);
  return promise.finally(() => {
    removeEventListener('message', hear);
    signal?.removeEventListener('abort', giveUp);
  });
}
