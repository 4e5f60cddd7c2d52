/** The baseline of `bench daily`: node:http and the same read of Redis, nothing else. Prints its address. */
import { createServer } from 'node:http';
import { createLogger } from '@balcao/kit/log.ts';
import { createRedis } from '@balcao/kit/redis.ts';

/** The server's address, with the key of the days as its fragment. */
const target = new URL(process.argv[2] ?? '');
const key = decodeURIComponent(target.hash.slice(1));
target.hash = '';
const redis = createRedis(target.href, createLogger({ level: 'silent' }));
await new Promise((resolve) => redis.once('ready', resolve));

const server = createServer(async (request, response) => {
  const date = request.url?.split('/').at(-1) ?? '';
  const balance = await redis.hget(key, date);
  response.statusCode = balance === null ? 404 : 200;
  response.setHeader('content-type', 'application/json');
  response.end(balance ?? '');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  }
});
