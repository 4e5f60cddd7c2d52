/**
 * The API in Portuguese that programs of a cash-flow system before this one speak: amounts in reais, numbers as ids,
 * pages by `skip` and `limit`, a plain list. Entries are the same as those of `/finance/entries`.
 */
import { z } from 'zod';
import { positiveAmountMinor } from '../amount-minor.ts';
import { businessDate, dateRangeParameters, isOrderedRange } from '../dates.ts';
import { minorOfReais } from '../money.ts';
import { queryInteger } from '../query.ts';
import { description } from '../text.ts';

export const tipoLancamento = z.enum(['CREDITO', 'DEBITO']);
export type TipoLancamento = z.infer<typeof tipoLancamento>;

/** Reais with at most two decimals, above zero. */
const valor = z
  .number()
  .refine((reais) => positiveAmountMinor.safeParse(minorOfReais(reais)).success, {
    message: 'reais above zero with at most two decimals',
  });

export const createLancamentoRequest = z.strictObject({
  valor,
  tipo: tipoLancamento,
  descricao: description,
  data: businessDate,
});
export type CreateLancamentoRequest = z.infer<typeof createLancamentoRequest>;

export const lancamento = z.object({
  id: z.int(),
  valor: z.number(),
  tipo: tipoLancamento,
  descricao: z.string(),
  data: businessDate,
  /** The business day on which it was entered. */
  created_at: businessDate,
});
export type Lancamento = z.infer<typeof lancamento>;

export const lancamentos = z.array(lancamento);
export type Lancamentos = z.infer<typeof lancamentos>;

export const lancamentosQuery = z
  .strictObject({
    skip: queryInteger({ min: 0, max: 1_000_000 }).default(0),
    limit: queryInteger({ min: 1, max: 1000 }).default(100),
    tipo: tipoLancamento.optional(),
    data_inicio: dateRangeParameters.from,
    data_fim: dateRangeParameters.to,
  })
  .refine(({ data_inicio: from, data_fim: to }) => isOrderedRange({ from, to }), {
    path: ['data_fim'],
    message: 'must not be before data_inicio',
  });
export type LancamentosQuery = z.infer<typeof lancamentosQuery>;

export const lancamentoParams = z.strictObject({
  id: queryInteger({ min: 1, max: Number.MAX_SAFE_INTEGER }),
});
export type LancamentoParams = z.infer<typeof lancamentoParams>;

export const consolidadoParams = z.strictObject({ data: businessDate });
export type ConsolidadoParams = z.infer<typeof consolidadoParams>;

export const consolidado = z.object({
  data: businessDate,
  total_creditos: z.number(),
  total_debitos: z.number(),
  saldo_final: z.number(),
});
export type Consolidado = z.infer<typeof consolidado>;
