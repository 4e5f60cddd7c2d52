/** The prices that the demo's shop watches: recordings that feeds go on playing, and what is to be told of them. */
import type { CreateFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import { type CreateRuleRequest, createRuleRequest } from '@balcao/contracts/api/market-rules.ts';
import type { z } from 'zod';
import { demoId } from './dice.ts';
import type { Goods } from './goods.ts';

export interface DemoMarket {
  feeds: CreateFeedRequest[];
  rules: CreateRuleRequest[];
}

interface Watched {
  name: string;
  symbol: string;
  /** The recording, and how many of its days pass in one. */
  code: string;
  everySeconds: number;
}

const hourly = 3600;
const watched: readonly Watched[] = [
  { name: 'Dólar', symbol: 'USD-BRL', code: 'usd-brl', everySeconds: hourly },
  { name: 'Euro', symbol: 'EUR-BRL', code: 'eur-brl', everySeconds: hourly },
  { name: 'Bitcoin', symbol: 'BTC-USD', code: 'btc-usd', everySeconds: hourly },
  { name: 'Boi gordo, arroba', symbol: 'BOI-GORDO', code: 'boi-gordo', everySeconds: hourly },
  {
    name: 'FrigoSul, dianteiro',
    symbol: 'FRIGOSUL:DIANTEIRO',
    code: 'frigosul-dianteiro',
    everySeconds: hourly,
  },
  {
    name: 'FrigoSul, traseiro',
    symbol: 'FRIGOSUL:TRASEIRO',
    code: 'frigosul-traseiro',
    everySeconds: hourly,
  },
  {
    name: 'Serrana, dianteiro',
    symbol: 'SERRANA:DIANTEIRO',
    code: 'serrana-dianteiro',
    everySeconds: hourly,
  },
  {
    name: 'Serrana, traseiro',
    symbol: 'SERRANA:TRASEIRO',
    code: 'serrana-traseiro',
    everySeconds: hourly,
  },
  // What moves while somebody looks.
  {
    name: 'Bitcoin, um dia por minuto',
    symbol: 'BTC-USD.FAST',
    code: 'btc-usd/1440',
    everySeconds: 60,
  },
];

const day = 86_400;
type RuleWish = Omit<z.input<typeof createRuleRequest>, 'id'>;
const rules: readonly RuleWish[] = [
  {
    name: 'Dólar sobe mais de 2 % em uma semana',
    symbols: ['USD-BRL'],
    condition: { kind: 'change', direction: 'up', percent: 2, windowSeconds: 7 * day },
  },
  {
    name: 'Boi gordo foge 3 % da média do mês',
    symbols: ['BOI-GORDO'],
    condition: {
      kind: 'deviation',
      direction: 'either',
      percent: 3,
      windowSeconds: 30 * day,
      minQuotes: 5,
    },
  },
  {
    name: 'Fornecedor sobe mais de 4 % em duas semanas',
    symbols: ['FRIGOSUL:DIANTEIRO', 'FRIGOSUL:TRASEIRO', 'SERRANA:DIANTEIRO', 'SERRANA:TRASEIRO'],
    condition: { kind: 'change', direction: 'up', percent: 4, windowSeconds: 14 * day },
    severity: 'critical',
  },
  {
    name: 'Bitcoin abaixo da média de 60 dias',
    symbols: ['BTC-USD'],
    condition: { kind: 'mean', direction: 'below', windowSeconds: 60 * day, minQuotes: 5 },
    severity: 'info',
  },
  {
    name: 'Bitcoin muda mais de 5 % em cinco minutos',
    symbols: ['BTC-USD.FAST'],
    condition: { kind: 'change', direction: 'either', percent: 5, windowSeconds: 300 },
    severity: 'info',
  },
];

/** What sells most of what leaves least. */
const watchedGoods = [
  'Picanha bovina',
  'Maminha',
  'Filé mignon',
  'Contrafilé',
  'Coxão mole',
  'Fraldinha',
  'Ancho maturado',
  'Carne-seca',
  'Charque',
  'Carré de cordeiro',
];

function marginRule(goods: Goods): RuleWish {
  return {
    name: 'Margem abaixo de 25 %',
    symbols: watchedGoods.map((name) => `COST-SHARE:${goods.named(name).sku}`),
    // The cost is more than 75 % of the price.
    condition: { kind: 'threshold', direction: 'above', price: '75' },
  };
}

export function demoMarket(seed: number, goods: Goods): DemoMarket {
  return {
    feeds: watched.map((feed) => ({
      id: demoId(seed, `feed ${feed.symbol}`),
      provider: 'replay',
      fallbackFeedId: null,
      managedBy: null,
      ...feed,
    })),
    rules: [...rules, marginRule(goods)].map((rule) =>
      createRuleRequest.parse({ id: demoId(seed, `rule ${rule.name}`), ...rule }),
    ),
  };
}
