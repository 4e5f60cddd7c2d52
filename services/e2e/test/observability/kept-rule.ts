/** A rule that a shop has while its dashboards are looked at. */
export const keptRule = {
  name: 'Dólar acima de 6',
  symbols: ['USD-BRL'],
  condition: { kind: 'threshold', direction: 'above', price: '6' },
};
