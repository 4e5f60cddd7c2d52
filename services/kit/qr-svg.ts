/** QR codes as pictures. */
import encodeQR from 'qr';

/** Light modules around the symbol, without which readers do not find it (ISO/IEC 18004, 6.3.8). */
const quietZone = 4;

/** An SVG of a text, dark on white whatever lies behind it; level M, which a smudged screen needs. */
export function qrSvg(text: string): string {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietZone });
  const size = rows.length;
  const runs = rows.flatMap((row, y) => darkRuns(row).map(([x, width]) => bar(x, y, width)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="${`M0 0h${size}v${size}h-${size}z`}"/>`,
    `<path d="${runs.join('')}"/></svg>`,
  ].join('');
}

function bar(x: number, y: number, width: number): string {
  return `M${x} ${y}h${width}v1h-${width}z`;
}

/** Where dark modules lie side by side in a row, and how many of them. */
function darkRuns(row: boolean[]): [x: number, width: number][] {
  const runs: [number, number][] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const end = row.indexOf(false, x);
    const width = (end === -1 ? row.length : end) - x;
    runs.push([x, width]);
    x += width;
  }
  return runs;
}
