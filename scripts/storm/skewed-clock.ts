/** Loaded into a service before its own code: its clock is wrong by what the file says that `STORM_CLOCK` names. */
import { readFileSync } from 'node:fs';

const file = process.env.STORM_CLOCK ?? '';
const lookMs = 100;
const RealDate = Date;
let skewMs = 0;

function look(): void {
  try {
    skewMs = Number(readFileSync(file, 'utf8'));
  } catch {
    skewMs = 0;
  }
}

look();
setInterval(look, lookMs).unref();

const now = () => RealDate.now() + skewMs;

// What measures time spans (`performance`, timers) goes on rightly, as it does on a machine whose clock is set.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
