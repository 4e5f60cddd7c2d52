/** Guarantees of adapters: what providers really answer is read exactly, and what is no quote is a fault. */
import assert from 'node:assert/strict';
import { providers } from '../src/adapters/providers.ts';
import { askProviders, faults } from './ask-providers.ts';
import { json, status, text } from './provider-server.ts';

const now = new Date('2025-11-06T18:00:00Z');
const usdBrl = {
  code: 'USD',
  codein: 'BRL',
  name: 'Dólar Americano/Real Brasileiro',
  high: '5.4259',
  low: '5.4194',
  varBid: '0.0059',
  pctChange: '0.11',
  bid: '5.425',
  ask: '5.4258',
  timestamp: '1718659799',
  create_date: '2024-06-17 18:29:59',
};

describe('adapters', () => {
  const { asked, collect, history } = askProviders({ now });

  describe('of AwesomeAPI', () => {
    it('take the bid, at the instant and not at Brasília’s clock', async () => {
      const quotes = await collect('awesomeapi', 'USD-BRL', json({ USDBRL: usdBrl }));
      assert.deepEqual(quotes, [{ at: '2024-06-17T21:29:59.000Z', price: '5.425' }]);
      assert.deepEqual(asked, ['/json/last/USD-BRL']);
    });

    it('read a history whose later items have fewer fields', async () => {
      const later = { high: '5.4', low: '5.3', bid: '5.38', ask: '5.39', timestamp: '1718398799' };
      const quotes = await history('awesomeapi', 'USD-BRL', json([usdBrl, later]));
      assert.deepEqual(quotes, [
        { at: '2024-06-17T21:29:59.000Z', price: '5.425' },
        { at: '2024-06-14T20:59:59.000Z', price: '5.38' },
      ]);
      assert.deepEqual(asked, ['/json/daily/USD-BRL/360?start_date=20240601&end_date=20240617']);
    });

    it('tell of a coin that does not exist', async () => {
      const body = JSON.stringify({ status: 404, code: 'CoinNotExists', message: 'moeda nao' });
      await assert.rejects(
        collect('awesomeapi', 'XXX-BRL', status(404, {}, body)),
        faults('refused', /CoinNotExists/),
      );
    });

    it('tell of an answer about something else', async () => {
      await assert.rejects(
        collect('awesomeapi', 'EUR-BRL', json({ USDBRL: usdBrl })),
        faults('broken', /EUR-BRL is not in the answer/),
      );
    });
  });

  describe('of CoinCap', () => {
    const data = { id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', changePercent24Hr: '-0.81' };

    it('keep twelve decimals, and send the key', async () => {
      let sent: string | undefined;
      const body = {
        data: { ...data, priceUsd: '6929.8217756835584756' },
        timestamp: 1718659799123,
      };
      const quotes = await collect('coincap', 'bitcoin', (request, response) => {
        sent = request.headers.authorization;
        json(body)(request, response);
      });
      assert.deepEqual(quotes, [{ at: '2024-06-17T21:29:59.123Z', price: '6929.821775683558' }]);
      assert.equal(sent, 'Bearer key');
      assert.deepEqual(asked, ['/v3/assets/bitcoin']);
    });

    it('take version 2’s farewell and a null for no quote', async () => {
      await assert.rejects(
        collect('coincap', 'bitcoin', json({ data: { message: 'We are deprecating' } })),
        faults('refused', /deprecating/),
      );
      await assert.rejects(
        collect('coincap', 'bitcoin', json({ data: { ...data, priceUsd: null }, timestamp: 1 })),
        faults('broken', /no price/),
      );
      await assert.rejects(collect('coincap', 'bitcoin', status(401)), faults('refused', /401/));
    });
  });

  describe('of Alpha Vantage', () => {
    const quote = {
      '01. symbol': 'IBM',
      '05. price': '169.5000',
      '07. latest trading day': '2025-11-05',
      '10. change percent': '-0.1148%',
    };

    it('read shares, of a past day at its close and of today at the moment', async () => {
      const past = await collect('alphavantage', 'IBM', json({ 'Global Quote': quote }));
      assert.deepEqual(past, [{ at: '2025-11-05T21:00:00.000Z', price: '169.5' }]);
      const today = { ...quote, '07. latest trading day': '2025-11-06' };
      const present = await collect('alphavantage', 'IBM', json({ 'Global Quote': today }));
      assert.deepEqual(present, [{ at: now.toISOString(), price: '169.5' }]);
      assert.equal(asked[0], '/query?function=GLOBAL_QUOTE&symbol=IBM&apikey=key');
    });

    it('read pairs of currencies', async () => {
      const rate = {
        '5. Exchange Rate': '5.42500000',
        '6. Last Refreshed': '2025-11-06 17:59:01',
        '7. Time Zone': 'UTC',
      };
      const body = { 'Realtime Currency Exchange Rate': rate };
      const quotes = await collect('alphavantage', 'USD/BRL', json(body));
      assert.deepEqual(quotes, [{ at: '2025-11-06T17:59:01.000Z', price: '5.425' }]);
      assert.match(asked[0] ?? '', /from_currency=USD&to_currency=BRL/);
    });

    it('take a spent budget, which comes as 200, for a limit', async () => {
      for (const name of ['Information', 'Note']) {
        await assert.rejects(
          collect('alphavantage', 'IBM', json({ [name]: 'the rate limit is 25 a day' })),
          faults('limited', /25 a day/),
        );
      }
      await assert.rejects(
        collect('alphavantage', 'NONE', json({ 'Global Quote': {} })),
        faults('refused', /does not know NONE/),
      );
    });
  });

  describe('of the Banco Central’s series', () => {
    const values = [
      { data: '05/11/2025', valor: '5.3578' },
      { data: '06/11/2025', valor: '5.3451' },
    ];

    it('read days as their noon, at most twenty of them', async () => {
      const quotes = await collect('bcb-sgs', '1', json(values));
      assert.deepEqual(quotes, [
        { at: '2025-11-05T12:00:00.000Z', price: '5.3578' },
        { at: '2025-11-06T12:00:00.000Z', price: '5.3451' },
      ]);
      assert.deepEqual(asked, ['/dados/serie/bcdata.sgs.1/dados/ultimos/7?formato=json']);
    });

    it('ask for a stretch of the past by the country’s dates', async () => {
      assert.equal((await history('bcb-sgs', '432', json(values)))?.length, 2);
      assert.deepEqual(asked, [
        '/dados/serie/bcdata.sgs.432/dados?formato=json&dataInicial=01/06/2024&dataFinal=17/06/2024',
      ]);
      assert.ok((providers['bcb-sgs'].history?.maxDays ?? 0) < 3_652);
      await assert.rejects(
        Promise.resolve(history('bcb-sgs', '432', status(406))),
        faults('refused', /406/),
      );
    });

    it('take XML, and a gateway’s time-out, for what they are', async () => {
      await assert.rejects(
        collect('bcb-sgs', '1', text('<?xml version="1.0"?><erro/>')),
        faults('broken', /no JSON/),
      );
      await assert.rejects(collect('bcb-sgs', '1', status(504)), faults('unavailable', /504/));
    });
  });

  describe('of PTAX', () => {
    const value = [
      { cotacaoCompra: 5.3445, cotacaoVenda: 5.3451, dataHoraCotacao: '2025-11-06 13:02:49.425' },
    ];

    it('ask for a week, since today has no rate before noon; month first, by Brasília’s clock', async () => {
      const quotes = await collect('bcb-ptax', 'USD', json({ value }));
      assert.deepEqual(quotes, [{ at: '2025-11-06T16:02:49.425Z', price: '5.3451' }]);
      assert.match(
        asked[0] ?? '',
        /CotacaoDolarPeriodo\(.*@dataInicial='10-31-2025'&@dataFinalCotacao='11-06-2025'&\$format=json$/,
      );
    });

    it('have a past', async () => {
      assert.equal((await history('bcb-ptax', 'USD', json({ value })))?.length, 1);
      assert.match(asked[0] ?? '', /@dataInicial='06-01-2024'&@dataFinalCotacao='06-17-2024'&/);
    });

    it('have nothing to tell on a holiday, and open what comes as a comment', async () => {
      assert.deepEqual(await collect('bcb-ptax', 'USD', json({ value: [] })), []);
      const wrapped = text(`/*${JSON.stringify({ value })}*/`);
      assert.equal((await collect('bcb-ptax', 'USD', wrapped)).length, 1);
    });

    it('know the summers until 2019', async () => {
      const summer = [{ cotacaoVenda: 3.9, dataHoraCotacao: '2018-12-10 13:00:00' }];
      const [quote] = await collect('bcb-ptax', 'USD', json({ value: summer }));
      assert.equal(quote?.at, '2018-12-10T15:00:00.000Z');
    });
  });
});
