/** A shop as a stranger gets it: cloned, and started by `npm start` in an environment that knows nothing of this one. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { delimiter, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { atEnd } from '../../local/src/guard.ts';

export interface StrangerShop {
  /** Resolves when it prints such a line. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

/** What a person behind a proxy has to have, and nothing else of ours: no cache, no setting of npm, no server. */
const carried = /^(lang|tmpdir|node_extra_ca_certs|ssl_cert_\w+|https?_proxy|no_proxy)$/i;

/** `npm start` must not find the programs of the project that runs this. */
export function strangerEnvironment(project: string, home: string): NodeJS.ProcessEnv {
  const isOurs = (folder: string) => !relative(project, folder).startsWith('..');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !isOurs(folder));
  const kept = Object.entries(process.env).filter(([name]) => carried.test(name));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), HOME: home };
}

/** Runs it in this folder on a port that the system chooses. */
export function startStrangerShop(cwd: string, env: NodeJS.ProcessEnv): StrangerShop {
  const said: string[] = [];
  const news = new EventEmitter().on('error', () => {});
  const child = spawn('npm', ['start', '--', '--port', '0', '--data', join(cwd, '.data')], {
    ...{ cwd, env, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  // However this process ends, npm and all that it has started end as well.
  const release = atEnd('kill -INT -- "-$1" 2>/dev/null', [String(child.pid)]);
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      said.push(line);
      news.emit('line');
    });
  child.once('close', () => news.emit('error', new Error(`npm start ended:\n${said.join('\n')}`)));
  return {
    async says(pattern) {
      for (let at = 0; ; at += 1) {
        if (said.length <= at) await once(news, 'line', { signal: AbortSignal.timeout(600_000) });
        const found = pattern.exec(said[at] ?? '');
        if (found !== null) return found;
      }
    },
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
      await closed;
      release();
    },
  };
}
