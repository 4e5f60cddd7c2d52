/** The one form of a price look-up code in which it is compared. */

/** Without leading zeros, which scales add to fill their field: 01234 and 1234 are the same product. */
export const canonicalPlu = (digits: string): string => digits.replace(/^0+/, '');
