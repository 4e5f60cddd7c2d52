/** How the flow writes amounts, quantities and lists. */

/** Centavos as reais: 5375 → `R$ 53.75`. */
export function reais(minor: number): string {
  return `${minor < 0 ? '-' : ''}R$ ${fixed(minor, 2)}`;
}

/** Thousandths with all their decimals, without a unit: 1347 → `1.347`. */
export function kilos(milli: number): string {
  return `${milli < 0 ? '-' : ''}${fixed(milli, 3)}`;
}

/** Thousandths with their unit: `1.347 kg`, `2 un`. */
export function quantity(milli: number, unit: 'kg' | 'un'): string {
  return unit === 'kg' ? `${kilos(milli)} kg` : `${milli / 1000} un`;
}

function fixed(value: number, decimals: number): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
