/** Series of the Banco Central (https://dadosabertos.bcb.gov.br, SGS): the code is the series' number, values are by day. */
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { noonOf } from './brasilia-time.ts';
import { providerPrice, readAnswer } from './read-answer.ts';

/** dd/MM/yyyy. */
const day = z
  .string()
  .regex(/^\d\d\/\d\d\/\d{4}$/)
  .transform((text) => text.split('/').reverse().join('-'))
  .pipe(z.iso.date());

const values = z.array(
  z
    .object({ data: day, valor: providerPrice })
    .transform(({ data, valor }) => ({ at: noonOf(data), price: valor })),
);

/** The provider refuses more than 20; a week bridges the longest holidays. */
const latestCount = 7;

const seriesUrl = (baseUrl: string, code: string) =>
  `${baseUrl}/dados/serie/bcdata.sgs.${encodeURIComponent(code)}/dados`;

const toLocalDay = (date: string) => date.split('-').reverse().join('/');

export const bcbSgs: Adapter = {
  async collect({ baseUrl, code }, get, signal) {
    const url = `${seriesUrl(baseUrl, code)}/ultimos/${latestCount}?formato=json`;
    return readAnswer(values, await get({ url }, signal));
  },
  history: {
    // More than ten years are answered 406.
    maxDays: 3_650,
    async collect({ baseUrl, code, range: { from, to } }, get, signal) {
      const [dataInicial, dataFinal] = [toLocalDay(from), toLocalDay(to)];
      const query = new URLSearchParams({ formato: 'json', dataInicial, dataFinal });
      return readAnswer(values, await get({ url: `${seriesUrl(baseUrl, code)}?${query}` }, signal));
    },
  },
};
