/** The baseline of `bench search`: node:http and a LIKE over all names without any index. Prints its address. */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 8 });
const text = `
  SELECT p.* FROM product p WHERE p.search_text LIKE ALL ($1::text[]) ORDER BY p.sort_name, p.id LIMIT 20`;

const server = createServer(async (request, response) => {
  const q = new URL(request.url ?? '/', 'http://localhost').searchParams.get('q') ?? '';
  const patterns = q
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(' ')
    .map((word) => `%${word}%`);
  const { rows } = await pool.query({ name: 'search', text, values: [patterns] });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ items: rows }));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  }
});
