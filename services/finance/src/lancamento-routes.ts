/** Entries and daily balances in Portuguese, for programs of a cash-flow system before this one. */
import type { Entry, EntryType } from '@balcao/contracts/api/finance.ts';
import {
  consolidado,
  consolidadoParams,
  createLancamentoRequest,
  type Lancamento,
  lancamento,
  lancamentoParams,
  lancamentos,
  lancamentosQuery,
  type TipoLancamento,
} from '@balcao/contracts/api/lancamentos.ts';
import { minorOfReais, reaisOf } from '@balcao/contracts/money.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { batchRoute, type Outcome, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { DailyBalances } from './daily-balances.ts';
import { EntryFault, refuse } from './entry-fault.ts';
import { findByNumber, listByNumber, type NumberedEntry, readNumbers } from './lancamento-store.ts';
import { type EntryDeps, postEntries } from './post-entry.ts';

export interface LancamentoDeps extends EntryDeps {
  db: Database;
  daily: Pick<DailyBalances, 'read'>;
  /** The business day of an instant. */
  businessDateOf: (at: Date) => string;
}

const typeOf: Record<TipoLancamento, EntryType> = { CREDITO: 'credit', DEBITO: 'debit' };
const tipoOf: Record<EntryType, TipoLancamento> = { credit: 'CREDITO', debit: 'DEBITO' };

export function lancamentoRoutes(deps: LancamentoDeps): Route[] {
  return [createRoute(deps), listRoute(deps), getRoute(deps), consolidadoRoute(deps)];
}

function toLancamento(
  { number: id, amountMinor, type, description: descricao, date: data, createdAt }: NumberedEntry,
  { businessDateOf }: LancamentoDeps,
): Lancamento {
  const createdOn = businessDateOf(new Date(createdAt));
  return {
    id,
    valor: reaisOf(amountMinor),
    tipo: tipoOf[type],
    descricao,
    data,
    created_at: createdOn,
  };
}

function createRoute(deps: LancamentoDeps): Route {
  return batchRoute(
    {
      method: 'post',
      path: '/lancamentos',
      summary: 'Criar um lançamento: dinheiro que entrou ou saiu',
      access: 'finance:write',
      body: createLancamentoRequest,
      answers: { 201: lancamento },
      problems: ['period_closed'],
    },
    async (tx, requests) => {
      const commands = requests.map(({ body, caller: { userId: createdBy }, traceparent }) => ({
        type: typeOf[body.tipo],
        amountMinor: minorOfReais(body.valor),
        date: body.data,
        description: body.descricao,
        account: 'cash' as const,
        categoryId: null,
        createdBy,
        traceparent,
        origin: 'compat' as const,
      }));
      return answerAll(tx, await postEntries(tx, commands, deps), deps);
    },
  );
}

/** Each entry with its number, which the journal gave it. */
async function answerAll(
  tx: Tx,
  outcomes: (Entry | EntryFault)[],
  deps: LancamentoDeps,
): Promise<Outcome[]> {
  const ids = outcomes.flatMap((outcome) => (outcome instanceof EntryFault ? [] : outcome.id));
  const numbers = ids.length === 0 ? new Map<string, number>() : await readNumbers(tx, ids);
  return outcomes.map((outcome) => {
    if (outcome instanceof EntryFault) {
      const fields: Record<string, string> = { date: 'data' };
      const { code, path } = outcome;
      return refuse([new EntryFault(code, fields[path] ?? path, outcome)]);
    }
    const number = numbers.get(outcome.id);
    if (number === undefined) throw new Error(`the entry ${outcome.id} has no number`);
    return { status: 201, body: toLancamento({ ...outcome, number }, deps) };
  });
}

function listRoute(deps: LancamentoDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/lancamentos',
      summary: 'Listar lançamentos na ordem em que foram criados',
      access: 'finance:read',
      query: lancamentosQuery,
      answers: { 200: lancamentos },
    },
    async ({ query }) => {
      const type = query.tipo === undefined ? null : typeOf[query.tipo];
      const entries = await listByNumber(deps.db, { type, query });
      return { status: 200, body: entries.map((entry) => toLancamento(entry, deps)) };
    },
  );
}

function getRoute(deps: LancamentoDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/lancamentos/:id',
      summary: 'Ler um lançamento',
      access: 'finance:read',
      params: lancamentoParams,
      answers: { 200: lancamento },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      const entry = await findByNumber(deps.db, id);
      if (entry !== undefined) return { status: 200, body: toLancamento(entry, deps) };
      throw new Problem('not_found', `There is no entry with the number ${id}.`);
    },
  );
}

function consolidadoRoute({ daily }: LancamentoDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/consolidado/:data',
      summary: 'Consultar o consolidado de um dia',
      access: 'finance:read',
      params: consolidadoParams,
      answers: { 200: consolidado },
    },
    async ({ params: { data } }) => {
      const { creditsMinor, debitsMinor, balanceMinor } = await daily.read(data);
      const body = {
        data,
        total_creditos: reaisOf(creditsMinor),
        total_debitos: reaisOf(debitsMinor),
        saldo_final: reaisOf(balanceMinor),
      };
      return { status: 200, body };
    },
  );
}
