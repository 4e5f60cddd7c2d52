/** The baseline of `bench lookup`: node:http and the query of the look-up, nothing else. Prints its address. */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 8 });
const text = `
  SELECT p.id, p.sku, p.name, p.sort_name, p.category_id, p.unit, p.price_minor, p.cost_minor, p.plu, p.barcode,
    p.shelf_life_days, p.active, a.available_milli, p.version, p.created_at, p.updated_at
  FROM product p LEFT JOIN product_availability a ON a.product_id = p.id
  WHERE p.plu = $1 AND p.active`;

const server = createServer(async (request, response) => {
  const plu = new URL(request.url ?? '/', 'http://localhost').searchParams.get('code');
  const { rows } = await pool.query({ name: 'lookup', text, values: [plu] });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ product: rows[0], totalMinor: rows[0].price_minor }));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  }
});
