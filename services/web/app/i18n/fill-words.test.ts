/** Protects: texts are told with the right plural, and with their values just as they are. */
import { equal } from 'node:assert/strict';
import { fillWords } from './fill-words.ts';

const words = {
  lots_one: '{{count}} lote vence',
  lots_other: '{{count}} lotes vencem',
  of: '{{name}} de {{name}}: {{amount}}',
};
const told = (key: string, values = {}, language = 'pt-BR') =>
  fillWords(words, { key, values, language });

describe('a text with values', () => {
  it('has the plural of its count, by the rules of its language', () => {
    equal(told('lots', { count: 1 }), '1 lote vence');
    equal(told('lots', { count: 2 }), '2 lotes vencem');
    equal(told('lots', { count: 0 }), '0 lote vence');
    equal(told('lots', { count: 0 }, 'en'), '0 lotes vencem');
  });

  it('has a plural for the millions, too, which are a form of their own in Portuguese', () => {
    equal(told('lots', { count: 1_000_000 }), '1000000 lotes vencem');
  });

  it('takes values literally, wherever they stand, and nothing where there is none', () => {
    equal(
      told('of', { name: '<b>$& {{amount}}</b>', amount: 2 }),
      '<b>$& {{amount}}</b> de <b>$& {{amount}}</b>: 2',
    );
    equal(told('of', { name: 'A' }), 'A de A: ');
  });
});
