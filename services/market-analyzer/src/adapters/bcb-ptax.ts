/** PTAX of the Banco Central (https://olinda.bcb.gov.br): the dollar in reais, as it was sold; nothing on holidays. */
import { addDays } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import type { Adapter, AdapterConfig, DayRange, ProviderQuote } from './adapter.ts';
import { brasiliaDay, brasiliaTime } from './brasilia-time.ts';
import type { Fetch } from './http-get.ts';
import { providerPrice, readAnswer } from './read-answer.ts';

const answer = z.object({
  value: z.array(
    z
      .object({ cotacaoVenda: providerPrice, dataHoraCotacao: brasiliaTime })
      .transform(({ cotacaoVenda, dataHoraCotacao }) => ({
        at: dataHoraCotacao,
        price: cotacaoVenda,
      })),
  ),
});

/** A week bridges the longest holidays, and a feed that is asked before the day's rate is out has the one of before. */
const latestDays = 7;

/** MM-DD-YYYY, and the quotes belong to it. */
function toLocalDay(date: string): string {
  const [year, month, day] = date.split('-');
  return `'${month}-${day}-${year}'`;
}

async function collectDays(
  { baseUrl, range: { from, to } }: AdapterConfig & { range: DayRange },
  get: Fetch,
  signal: AbortSignal,
): Promise<ProviderQuote[]> {
  const name = 'CotacaoDolarPeriodo(dataInicial=@dataInicial,dataFinalCotacao=@dataFinalCotacao)';
  const days = `@dataInicial=${toLocalDay(from)}&@dataFinalCotacao=${toLocalDay(to)}`;
  const url = `${baseUrl}/olinda/servico/PTAX/versao/v1/odata/${name}?${days}&$format=json`;
  return readAnswer(answer, unwrap(await get({ url }, signal))).value;
}

export const bcbPtax: Adapter = {
  collect(config, get, signal) {
    const to = brasiliaDay(config.now);
    const range = { from: addDays(to, 1 - latestDays), to };
    return collectDays({ ...config, range }, get, signal);
  },
  // Some 250 days of a year have a rate, of 100 bytes each.
  history: { maxDays: 3_650, collect: collectDays },
};

/** The body may come as a comment, against a page that loads it as a script. */
function unwrap(text: string): string {
  return text.trim().replace(/^\/\*([\s\S]*)\*\/$/, '$1');
}
