/** Brazilian tax numbers: the CPF of a person and the CNPJ of a company, held against their check digits. */
import { z } from 'zod';

/** Without the points, strokes and spaces that people write: `123.456.789-09` is `12345678909`. */
const compact = (value: string): string => value.replace(/[\s./-]/g, '').toUpperCase();

/** A letter counts 17 (A) to 42 (Z), a digit itself: the code of the character less 48. */
const valuesOf = (value: string): number[] => [...value].map((sign) => sign.charCodeAt(0) - 48);

const weightedSum = (values: number[], weights: number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);

/** Modulo 11 as the tax office has it: a rest below 2 is the digit 0. */
const checkDigit = (values: number[], weights: number[]): number => {
  const rest = weightedSum(values, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
};

const cpfWeights = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
const cnpjWeights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

const hasCheckDigits = (value: string, weights: number[]): boolean => {
  const values = valuesOf(value);
  const first = checkDigit(values, weights.slice(1));
  const second = checkDigit(values, weights);
  return first === values.at(-2) && second === values.at(-1);
};

/**
 * Whether it is a CPF (11 digits) or a CNPJ (12 digits or capital letters and 2 check digits), without
 * punctuation. Eleven times the same digit fits the check digits and is nobody's. Source: Instruções Normativas
 * RFB 1.548/2015 (CPF) and 2.229/2024 (CNPJ with letters).
 */
export const isTaxNumber = (value: string): boolean => {
  if (/^\d{11}$/.test(value)) return !/^(\d)\1*$/.test(value) && hasCheckDigits(value, cpfWeights);
  return (
    /^[\dA-Z]{12}\d\d$/.test(value) && !/^0*$/.test(value) && hasCheckDigits(value, cnpjWeights)
  );
};

/** A CPF or CNPJ as people write it; what is kept is without punctuation. */
export const taxNumber = z
  .string()
  .max(30)
  .transform(compact)
  .refine(isTaxNumber, 'a CPF or CNPJ with its check digits');
