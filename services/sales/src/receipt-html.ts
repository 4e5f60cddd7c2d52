/** A receipt as a page of its own, 80 mm wide: no script, no font and no image from elsewhere. */
import { qrSvg } from '@balcao/kit/qr-svg.ts';
import type { Receipt, ReceiptItem, Row } from './receipt.ts';

const style = `
@page { size: 80mm auto; margin: 0 }
* { box-sizing: border-box }
body { width: 80mm; margin: 0 auto; padding: 4mm; color: #000; background: #fff;
  font: 12px/1.35 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
h1 { font-size: 16px; margin: 0; text-align: center }
p { margin: 0; text-align: center; overflow-wrap: anywhere }
section { border-top: 1px dashed #000; margin-top: 2mm; padding-top: 2mm }
table { width: 100%; border-collapse: collapse }
th, td { padding: 0; vertical-align: top; font-weight: normal; text-align: left; overflow-wrap: anywhere }
td { text-align: right; white-space: nowrap; padding-left: 2mm; font-variant-numeric: tabular-nums }
.total th, .total td { font-size: 16px; font-weight: bold }
small { font-size: 11px; display: block }
svg { display: block; width: 32mm; height: 32mm; margin: 2mm auto }`;

/** The page: HTML in UTF-8, every text escaped. */
export function renderHtml(receipt: Receipt): string {
  const [totalName, totalText] = receipt.total;
  return `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(receipt.shopName)}: comprovante</title>
<style>${style}
</style>
</head>
<body>
<h1>${escaped(receipt.shopName)}</h1>
${receipt.shopLines.map(paragraph).join('\n')}
${section(table(receipt.facts))}
${section(`<table>\n${receipt.items.map(item).join('\n')}\n</table>`)}
${section(table(receipt.sums), `<table class="total">${row([totalName, totalText])}</table>`)}
${section(table(receipt.payments))}
${section(table(receipt.refunds))}
${section(receipt.note === null ? '' : paragraph(receipt.note))}
${section(qrCode(receipt.qrText), ...receipt.footer.map(paragraph))}
</body>
</html>
`;
}

/** Headers of the page: it needs its own style and nothing else. */
export const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
};

function qrCode(text: string): string {
  return qrSvg(text).replace('<svg ', '<svg role="img" aria-label="Código QR da venda" ');
}

function section(...parts: string[]): string {
  const content = parts.filter((part) => part !== '').join('\n');
  return content === '' ? '' : `<section>\n${content}\n</section>`;
}

function table(rows: Row[]): string {
  return rows.length === 0 ? '' : `<table>\n${rows.map(row).join('\n')}\n</table>`;
}

function row([left, right]: Row): string {
  return `<tr><th>${escaped(left)}</th><td>${escaped(right)}</td></tr>`;
}

function item({ title, detail, totalText }: ReceiptItem): string {
  return `<tr><th>${escaped(title)}<small>${escaped(detail)}</small></th><td>${escaped(totalText)}</td></tr>`;
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
