/** A shop that is ready to sell: an admin, some products, and more stock than a benchmark can sell. */
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';

export interface Counter {
  token: string;
  productIds: string[];
  call: ApiClient;
}

const admin = { email: 'bench@example.com', password: 'a long bench password', name: 'Bench' };

/** Registers the admin and logs in. */
export async function logIn(url: string): Promise<string> {
  const anonymous = createApiClient(url);
  await anonymous.post('/auth/register', admin);
  const { email, password } = admin;
  const { status, body } = await anonymous.post('/auth/login', { email, password });
  if (status !== 200) throw new Error(`cannot log in: ${status} ${JSON.stringify(body)}`);
  return body.accessToken;
}

/** Makes `count` products at `priceMinor` with plenty of stock, and waits until sales can sell them. */
export async function stockUp(url: string, count: number, priceMinor = 1000): Promise<Counter> {
  const token = await logIn(url);
  const call = createApiClient(url, token);
  const productIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const product = {
      sku: `BENCH-${Date.now()}-${n}`,
      name: `Bench ${n}`,
      unit: 'kg',
      priceMinor,
      costMinor: 500,
    };
    productIds.push(expect201(await call.post('/products', product)).id);
  }
  for (const productId of productIds) {
    const movement = {
      type: 'purchase',
      productId,
      quantityMilli: 1_000_000_000,
      unitCostMinor: 500,
    };
    await until(async () => (await call.post('/inventory/movements', movement)).status === 201);
  }
  const lines = productIds.map((productId) => ({ productId, quantityMilli: 1 }));
  await until(async () => (await call.post('/orders', { lines, place: false })).status === 201);
  return { token, productIds, call };
}

/** A customer who may owe more than a test can sell. */
export async function addDebtor(call: ApiClient): Promise<string> {
  const customer = { name: 'Ana', tabLimitMinor: 1_000_000_000 };
  return expect201(await call.post('/customers', customer)).id;
}

function expect201({ status, body }: { status: number; body: { id: string } }): { id: string } {
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Repeats until it is so, for at most `withinMs`. */
export async function until(check: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
