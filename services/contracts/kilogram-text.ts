/** `1500` → `1,500 kg`: thousandths as scales and people in the country write them, no thousands. */
export const formatKilograms = (milli: number): string =>
  `${(milli / 1000).toFixed(3).replace('.', ',')} kg`;
