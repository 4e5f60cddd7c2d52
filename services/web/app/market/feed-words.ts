/** Words of the feeds that quotes come from. */
import type { FeedHealth, FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
import type { Text } from '../i18n/language.ts';
import { defineWords } from '../i18n/words.ts';

export const providerNames: Record<FeedProvider, string> = {
  awesomeapi: 'AwesomeAPI',
  coincap: 'CoinCap',
  alphavantage: 'Alpha Vantage',
  'bcb-sgs': 'Banco Central (SGS)',
  'bcb-ptax': 'Banco Central (PTAX)',
  replay: 'Replay',
};

export const healthNames: Record<FeedHealth, Text> = {
  new: { 'pt-BR': 'Nova', en: 'New' },
  well: { 'pt-BR': 'Bem', en: 'Well' },
  failing: { 'pt-BR': 'Falhando', en: 'Failing' },
  paused: { 'pt-BR': 'Pausada', en: 'Paused' },
};

export const feedWords = defineWords({
  'pt-BR': {
    symbol: 'Símbolo',
    name: 'Nome',
    remove: 'Apagar',
    removed: 'Foi apagada.',
    feeds: 'Fontes',
    feedsLead: 'De onde vêm as cotações, e como está cada uma.',
    noFeeds: 'Nenhuma fonte ainda. Crie uma para o dólar, o boi gordo ou o que a loja acompanha.',
    addFeed: 'Nova fonte',
    editFeed: 'Fonte {{name}}',
    provider: 'Provedor',
    code: 'Código no provedor',
    every: 'A cada (segundos)',
    health: 'Saúde',
    last: 'Última cotação',
    edit: 'Mudar',
    removeFeed: 'Apagar a fonte {{name}}',
    removeFeedText: 'As cotações dela ficam.',
    feedSaved: 'A fonte foi salva.',
    collects: 'Coleta',
  },
  en: {
    symbol: 'Symbol',
    name: 'Name',
    remove: 'Delete',
    removed: 'It was deleted.',
    feeds: 'Feeds',
    feedsLead: 'Where quotes come from, and how each one is.',
    noFeeds: 'No feed yet. Add one for the dollar, live cattle or whatever the shop watches.',
    addFeed: 'New feed',
    editFeed: 'Feed {{name}}',
    provider: 'Provider',
    code: "Provider's code",
    every: 'Every (seconds)',
    health: 'Health',
    last: 'Last quote',
    edit: 'Change',
    removeFeed: 'Delete the feed {{name}}',
    removeFeedText: 'Its quotes stay.',
    feedSaved: 'The feed was saved.',
    collects: 'Collects',
  },
});
