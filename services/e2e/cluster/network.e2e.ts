/** The network carries the flows of the policies and nothing else; a service's password opens its own database only. */
import assert from 'node:assert/strict';
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { describe, it } from 'mocha';
import { namespace, release } from './installation.ts';
import { command, pods, secretValue } from './kubectl.ts';
import { runInPod } from './one-shot-pod.ts';

const services = [...Object.keys(prefixes), 'web'];
const servers = ['postgres', 'rabbitmq', 'valkey'];

interface Target {
  name: string;
  host: string;
  port: number;
}

/** A pod of everything that listens in the shop, by its address: a name that is not found would prove nothing. */
async function targets(): Promise<Target[]> {
  const found = await pods(`app.kubernetes.io/instance=${release},!probe`);
  return [...services, ...servers].map((name) => {
    const pod = found.find(
      ({ metadata, status }) =>
        metadata.labels['app.kubernetes.io/name'] === name && status.phase === 'Running',
    );
    const port = pod?.spec.containers[0]?.ports?.[0]?.containerPort;
    assert.ok(pod?.status.podIP !== undefined && port !== undefined, `${name} has a pod`);
    return { name, host: pod.status.podIP, port };
  });
}

/** What a cluster has for everybody. */
async function clusterTargets(): Promise<Target[]> {
  const address = (name: string, where: string) =>
    command('kubectl', ['get', 'service', name, '-n', where, '-o', 'jsonpath={.spec.clusterIP}']);
  return [
    { name: 'api-server', host: await address('kubernetes', 'default'), port: 443 },
    { name: 'dns', host: await address('kube-dns', 'kube-system'), port: 53 },
  ];
}

/** Prints the targets that a TCP connection can be made to. A new pod's policies need a moment to be in force. */
function reachScript(list: Target[]): string {
  return `
    const net = require('node:net');
    const reach = ({ name, host, port }) => new Promise((resolve) => {
      const socket = net.connect({ host, port });
      const end = (answer) => { socket.destroy(); resolve(answer); };
      setTimeout(end, 5000, null);
      socket.on('connect', () => end(name)).on('error', () => end(null));
    });
    setTimeout(async () => {
      const reached = await Promise.all(${JSON.stringify(list)}.map(reach));
      console.log(reached.filter(Boolean).sort().join(' '));
      process.exit();
    }, 3000);`;
}

function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': release };
}

describe('the network', function () {
  this.timeout(180_000);

  it('lets a service reach auth and its servers, and no other service; web nothing at all', async () => {
    const script = reachScript(await targets());
    const reached = await Promise.all(
      services.map(async (name) => [name, await runInPod({ labels: labelsOf(name), script })]),
    );
    const mayReach = (name: string) => [...(name === 'auth' ? [] : ['auth']), ...servers];
    const expected = services.map((name) => [name, name === 'web' ? '' : mayReach(name).join(' ')]);
    assert.deepEqual(reached, expected);
  });

  it('lets a pod without labels reach nothing, neither of the shop nor of the cluster', async () => {
    const script = reachScript([...(await targets()), ...(await clusterTargets())]);
    assert.equal(await runInPod({ script }), '');
  });

  it('lets nobody of another namespace in, whatever its labels say, where nothing keeps it from going out', async () => {
    const script = reachScript([...(await targets()), ...(await clusterTargets())]);
    const reached = await runInPod({ where: 'default', labels: labelsOf('sales'), script });
    assert.equal(reached, 'api-server dns');
  });

  it('lets a service log in to its own database and to no other', async () => {
    const roles = Object.keys(prefixes).map((name) => name.replace('-', '_'));
    const passwords = await Promise.all(
      Object.keys(prefixes).map((name) => secretValue(`${release}-${name}`, 'database-password')),
    );
    const script = `
      const { Client } = require('/app/node_modules/pg');
      const logIn = async (user, password, database) => {
        const client = new Client({ host: '${release}-postgres.${namespace}', user, database, password });
        const outcome = await client.connect().then(() => 'open', (error) => error.code);
        await client.end().catch(() => {});
        return outcome;
      };
      (async () => {
        const roles = ${JSON.stringify(roles)};
        const passwords = ${JSON.stringify(passwords)};
        for (const [place, user] of roles.entries()) {
          const next = (place + 1) % roles.length;
          const outcomes = [];
          for (const database of [user, roles[next], 'postgres']) {
            outcomes.push(await logIn(user, passwords[place], database));
          }
          outcomes.push(await logIn(user, passwords[next], user));
          console.log(outcomes.join(' '));
        }
      })();`;
    const said = await runInPod({ labels: labelsOf('sales'), script });
    // 42501: not permitted to connect; 28P01: wrong password.
    assert.deepEqual(
      said.split('\n'),
      roles.map(() => 'open 42501 42501 28P01'),
    );
  });
});
