/** PTAX of the Banco Central (https://olinda.bcb.gov.br): the dollar in reais, as it was sold; nothing on holidays. */
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { brasiliaDay, brasiliaTime } from './brasilia-time.ts';
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

export const bcbPtax: Adapter = {
  async collect({ baseUrl, now }, get, signal) {
    const [year, month, day] = brasiliaDay(now).split('-');
    const path = 'olinda/servico/PTAX/versao/v1/odata/CotacaoDolarDia(dataCotacao=@dataCotacao)';
    // MM-DD-YYYY, and the quotes belong to it.
    const query = `@dataCotacao='${month}-${day}-${year}'&$format=json`;
    const text = await get({ url: `${baseUrl}/${path}?${query}` }, signal);
    return readAnswer(answer, unwrap(text)).value;
  },
};

/** The body may come as a comment, against a page that loads it as a script. */
function unwrap(text: string): string {
  return text.trim().replace(/^\/\*([\s\S]*)\*\/$/, '$1');
}
