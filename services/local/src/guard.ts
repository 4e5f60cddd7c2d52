/** Ties a child process to this one: when this process ends in whatever way, kill -9 too, the child is signalled. */
import { type ChildProcess, spawn } from 'node:child_process';

/** Ends the guard without touching the guarded process. */
export type Release = () => void;

/**
 * Signals `pid` as soon as this process is gone. A shell waits for the end of a pipe that only this
 * process holds open, which works where no exit handler can run. Windows has no such shell: there
 * the guard does nothing.
 */
export function guard(pid: number, signal: NodeJS.Signals): Release {
  return atEnd('kill -"$1" "$2" 2>/dev/null', [signal.slice(3), String(pid)]);
}

/** Removes the folder when this process is gone, once the servers that still write to it are too. */
export function removeAtEnd(folder: string): void {
  const attempts =
    'for wait in 1 1 2 4 8; do rm -rf "$1" 2>/dev/null; sleep $wait; [ -e "$1" ] || break; done';
  atEnd(attempts, [folder]);
}

/** Runs a line of shell with these arguments when this process is gone, however it ends. */
export function atEnd(action: string, args: string[]): Release {
  if (process.platform === 'win32') return () => {};
  const script = `trap '' INT TERM HUP; cat >/dev/null; ${action}`;
  const shell = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
  });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  unref(shell);
  unref(shell.stdin);
  return () => void shell.kill('SIGKILL');
}

/** Lets this process end while the handle is open. Pipes have `unref` too, which their type does not tell. */
export function unref(handle: object): void {
  if ('unref' in handle && typeof handle.unref === 'function') handle.unref();
}

/** Resolves when the child has ended; at once when it has already. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Sends each signal in turn until the child has ended, giving each one its time. */
export async function endWith(
  child: ChildProcess,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<void> {
  const gone = ended(child);
  for (const { signal, waitMs } of steps) {
    child.kill(signal);
    const timeout = Promise.withResolvers<'timeout'>();
    const timer = setTimeout(() => timeout.resolve('timeout'), waitMs);
    const outcome = await Promise.race([gone, timeout.promise]);
    clearTimeout(timer);
    if (outcome !== 'timeout') return;
  }
  await gone;
}
