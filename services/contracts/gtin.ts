/** Barcodes: GTIN-8, -12, -13 and -14 with their check digit (GS1 General Specifications, 7.9). */

/** The check digit of the digits before it: weights 3, 1, 3… from the right, `(10 − sum mod 10) mod 10`. */
export const checkDigit = (digits: string): number => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digits.charAt(index)) * weight;
  }
  return (10 - (sum % 10)) % 10;
};

/** Whether the last digit is the right check digit of those before it; the length is not looked at. */
export const hasRightCheckDigit = (digits: string): boolean =>
  Number(digits.slice(-1)) === checkDigit(digits.slice(0, -1));

export const gtinDigits = /^(\d{8}|\d{12,14})$/;

export const isGtin = (digits: string): boolean =>
  gtinDigits.test(digits) && hasRightCheckDigit(digits);

/** 13 digits that start with 2 are never a product's barcode: they are what the shop's own scale prints. */
export const isScaleCode = (digits: string): boolean => /^2\d{12}$/.test(digits);
