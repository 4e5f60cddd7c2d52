/** What is a scan and what is a hand on the keyboard. */
import { deepEqual, equal } from 'node:assert/strict';
import { createScanner, type Heard, type Target } from './scanner.ts';

interface Script {
  keys: string[];
  gapMs: number;
  target: Target;
}

function play({ keys, gapMs, target }: Script): { heard: Heard[]; rest: string } {
  const scanner = createScanner();
  const heard = keys.map((key, index) => scanner.press(key, 1000 + index * gapMs, target));
  return { heard, rest: scanner.takeTyped() };
}

const scansOf = (heard: Heard[]) => heard.flatMap(({ scan }) => scan ?? []);
const typedOf = (heard: Heard[]) => heard.map(({ typed }) => typed).join('');
const keysOf = (text: string, end = 'Enter') => [...text, end];

describe('scanner', () => {
  for (const end of ['Enter', 'Tab']) {
    it(`hears a code that ends on ${end}, and lets none of its keys through`, () => {
      for (const target of ['field', 'elsewhere'] as const) {
        const { heard } = play({ keys: keysOf('7891000100103', end), gapMs: 5, target });
        deepEqual(scansOf(heard), ['7891000100103']);
        equal(
          heard.some(({ isPassed }) => isPassed),
          false,
        );
      }
    });
  }

  it('hears two codes one right after the other as two', () => {
    const keys = [...keysOf('7891000100103'), ...keysOf('2123400053754')];
    deepEqual(scansOf(play({ keys, gapMs: 4, target: 'field' }).heard), [
      '7891000100103',
      '2123400053754',
    ]);
  });

  it('takes keys that are 100 ms apart for a hand', () => {
    const { heard } = play({ keys: keysOf('7891000100103'), gapMs: 100, target: 'field' });
    deepEqual(scansOf(heard), []);
    equal(typedOf(heard), '7891000100103');
    equal(heard.at(-1)?.isPassed, true);
  });

  it('hears a code whose middle is handed over late, and claims what the pause gave back', () => {
    const scanner = createScanner();
    const press = (keys: string[], fromMs: number) =>
      keys.map((key, index) => scanner.press(key, fromMs + index * 10, 'field'));
    press([...'789100'], 1000);
    equal(scanner.takeTyped(), '789100');
    const heard = press(keysOf('0100103'), 1060);
    deepEqual(scansOf(heard), ['7891000100103']);
    deepEqual(
      heard.map(({ isLate }) => isLate),
      [true, ...Array(7).fill(false)],
    );
    press([...'ab1'], 1500);
    equal(scanner.takeTyped(), '1');
    scanner.forgetTaken();
    const [, , goesOn] = press(['2', '3', '4'], 1520);
    equal(goesOn?.isLate, false, 'what cannot be had back is not claimed');
    equal(scanner.takeTyped(), '234');
    press([...'12'], 2000);
    equal(scanner.takeTyped(), '12');
    const [byHand] = press(['3'], 2200);
    deepEqual(byHand, { isLate: false, typed: '', scan: null, isPassed: false });
    equal(scanner.takeTyped(), '3');
  });

  it('leaves a tender that is typed fast in its field, with its Enter', () => {
    const { heard } = play({ keys: keysOf('200,00'), gapMs: 20, target: 'field' });
    deepEqual(scansOf(heard), []);
    equal(typedOf(heard), '200,00');
    equal(heard.at(-1)?.isPassed, true);
  });

  it('never holds words back in a field, however fast they come', () => {
    const { heard } = play({ keys: [...'picanha'], gapMs: 10, target: 'field' });
    equal(
      heard.every(({ isPassed }) => isPassed),
      true,
    );
  });

  it('gives back what was held when a person goes on with another key', () => {
    const { heard } = play({ keys: ['1', '2', 'Backspace'], gapMs: 30, target: 'field' });
    equal(typedOf(heard), '12');
    equal(heard.at(-1)?.isPassed, true);
  });

  it('hears the code of a receipt, capitals and all', () => {
    const code = '0199c3f0-1234-7abc-8def-0123456789AB';
    const keys = [...code].flatMap((key) => (/[A-Z]/.test(key) ? ['Shift', key] : [key]));
    deepEqual(scansOf(play({ keys: [...keys, 'Enter'], gapMs: 3, target: 'field' }).heard), [code]);
  });

  it('hands words that are typed outside of a field on, and does not pay by their Enter', () => {
    const { heard } = play({ keys: keysOf('maminha'), gapMs: 20, target: 'elsewhere' });
    equal(typedOf(heard), 'maminha');
    equal(heard.at(-1)?.isPassed, false);
  });

  it('takes an Enter alone for an Enter', () => {
    const { heard } = play({ keys: ['Enter'], gapMs: 0, target: 'elsewhere' });
    deepEqual(heard, [{ typed: '', scan: null, isPassed: true, isLate: false }]);
  });

  it('keeps what no key has followed for whoever asks when the gap has passed', () => {
    equal(play({ keys: ['4', '2'], gapMs: 10, target: 'elsewhere' }).rest, '42');
  });
});
