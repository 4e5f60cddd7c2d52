/** Guarantees of old quotes: months are rolled up as they go, so that hours and days tell the same before and after. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  figuresOf,
  hourMs,
  instantOf,
  kept,
  type OldQuotes,
  openOldQuotes,
  shopZone,
  start,
} from './old-quotes.ts';

describe('old quotes', () => {
  let old: OldQuotes;
  before(async () => {
    old = await openOldQuotes();
  });
  after(() => old?.market.stop());

  it('tell as hours and days what they told, whatever the series, the zone and the window', async () => {
    let run = 0;
    const anyQuotes = fc.uniqueArray(
      fc.record({
        // Some close together, some far apart, over 75 days.
        seconds: fc.oneof(
          fc.nat(75 * 86_400),
          fc.nat(8 * 3_600),
          fc.integer({ min: 39 * 86_400, max: 41 * 86_400 }),
        ),
        price: fc.integer({ min: -1_000, max: 100_000 }),
        source: fc.constantFrom('a', 'b'),
      }),
      { selector: ({ seconds, source }) => `${seconds} ${source}`, minLength: 1, maxLength: 120 },
    );
    // The first changes its clocks in February 1991; days of the others begin within an hour of UTC.
    const zones = fc.constantFrom(shopZone, 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC');
    const windows = fc.integer({ min: 60, max: 40 * 86_400 });
    await fc.assert(
      fc.asyncProperty(anyQuotes, zones, windows, async (drawn, zone, windowSeconds) => {
        run += 1;
        const symbol = `ANY-${run}`;
        const quotes = drawn.map(({ seconds, price, source }) => ({
          at: instantOf(start + seconds * 1000),
          price: (price / 1000).toFixed(3),
          source,
        }));
        await old.send(symbol, ...quotes);
        const readBoth = async () => ({
          hours: await old.read(symbol, '1h', { zone, windowSeconds }),
          days: await old.read(symbol, '1d', { zone, windowSeconds }),
        });
        const told = await readBoth();
        const count = told.hours.reduce((sum, { quoteCount }) => sum + quoteCount, 0);
        assert.equal(count, quotes.length);
        await old.close(kept, zone);
        assert.deepEqual(await readBoth(), told);
        const recent = quotes.filter(({ at }) => Date.parse(at) >= kept.getTime());
        assert.equal(await old.countOf(symbol), recent.length);
        const [middle] = told.days.slice(told.days.length / 2);
        const after = middle?.at ?? null;
        const rest = told.days.filter(({ at }) => after === null || at > after);
        assert.deepEqual(await old.read(symbol, '1d', { zone, windowSeconds, after }), rest);
        await old.close(new Date('1991-05-01T00:00:00Z'), zone);
        assert.deepEqual(await readBoth(), told);
        assert.equal(await old.countOf(symbol), 0);
      }),
      { numRuns: 25 },
    );
  });

  it('leave a chart without a gap and without a double over a day of which a part is kept', async () => {
    // The day of the shop ends three hours after the month does.
    const border = kept.getTime();
    const quotes = [-3, -2, -1, 0, 1, 2, 3].map((hours, index) => ({
      at: instantOf(border + hours * hourMs),
      price: String(index + 1),
    }));
    await old.send('BORDER', ...quotes);
    await old.close();
    assert.equal(await old.countOf('BORDER'), 4);
    assert.deepEqual(
      (await old.read('BORDER', '1h')).map(({ at, open }) => ({ at, price: open })),
      quotes,
    );
    assert.deepEqual(figuresOf(await old.read('BORDER', '1d')), [
      ['1', '6', '1', '6', 6],
      ['7', '7', '7', '7', 1],
    ]);
  });

  it('are told by the API after they have gone, and no more as minutes', async () => {
    await old.send('TOLD', { at: '1991-02-10T12:00:30Z', price: '0.000000000001' });
    await old.close();
    const items = async (interval: string) => {
      const query = `from=1991-02-10T00:00:00Z&to=1991-02-11T00:00:00Z&interval=${interval}`;
      return (await old.market.as('admin').get(`/market/quotes/TOLD?${query}`)).body.items;
    };
    const [hour] = await items('1h');
    assert.deepEqual([hour.at, hour.close], ['1991-02-10T12:00:00.000Z', '0.000000000001']);
    assert.equal((await items('1d')).length, 1);
    assert.deepEqual(await items('1m'), []);
  });

  it('that come late change no hour that was rolled up, and make those that were not there', async () => {
    const first = { at: '1991-02-10T12:10:00Z', price: '5' };
    await old.send('LATE', first);
    await old.close();
    const late = { at: '1991-02-10T12:20:00Z', price: '9' };
    const other = { at: '1991-02-10T13:00:00Z', price: '7' };
    // A back-fill brings what was there before, too.
    assert.equal(await old.send('LATE', first, late, other), 3);
    const expected = [
      ['5', '5', '5', '5', 1],
      ['7', '7', '7', '7', 1],
    ];
    assert.deepEqual(figuresOf(await old.read('LATE', '1h')), expected);
    await old.close();
    assert.equal(await old.countOf('LATE'), 0);
    assert.deepEqual(figuresOf(await old.read('LATE', '1h')), expected);
    assert.deepEqual(figuresOf(await old.read('LATE', '1d')), [['5', '7', '5', '7', 2]]);
  });

  it('go in whole months: the first one that is kept stays', async () => {
    await old.send(
      'WHOLE',
      { at: '1991-02-28T23:59:59.999Z', price: '1' },
      { at: '1991-03-01T00:00:00Z', price: '1' },
    );
    await old.close(new Date('1991-03-15T00:00:00Z'));
    assert.equal(await old.countOf('WHOLE'), 1);
  });
});
