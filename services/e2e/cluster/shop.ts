/** The installed shop as its users see it: through the ingress, logged in as the admin. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { release, shopUrl } from './installation.ts';
import { command, secretValue } from './kubectl.ts';

const flow = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The admin with the password that the chart made. */
export async function adminCredentials(): Promise<{ email: string; password: string }> {
  const email = process.env.BALCAO_EMAIL ?? 'owner@shop.example';
  return { email, password: await secretValue(`${release}-auth`, 'admin-password') };
}

/** Logs the admin in. */
export async function openShop(): Promise<{ admin: ApiClient; token: string }> {
  const credentials = await adminCredentials();
  const anonymous = createApiClient(shopUrl);
  const token = await eventually(async () => {
    const { status, body } = await anonymous.post('/auth/login', credentials);
    if (status !== 200) throw new Error(`cannot log in: ${status} ${JSON.stringify(body)}`);
    return String(body.accessToken);
  }, 60_000);
  return { admin: createApiClient(shopUrl, token), token };
}

/** A butcher's morning through the ingress, with every figure right. */
export async function sellThrough(): Promise<void> {
  const { email, password } = await adminCredentials();
  const args = [flow, '--url', shopUrl, '--email', email, '--password', password];
  assert.match(await command(process.execPath, args), /all figures agree/);
}

export const priceMinor = 1000;
const stockedMilli = 1_000_000_000;

/** A new product with plenty of stock that sales knows. */
export async function stockUp(admin: ApiClient): Promise<string> {
  const sku = `E2E-${Date.now()}`;
  const made = await admin.post('/products', { sku, name: sku, unit: 'un', priceMinor });
  if (made.status !== 201) throw new Error(`no product: ${JSON.stringify(made.body)}`);
  const productId = String(made.body.id);
  const purchase = { type: 'purchase', productId, quantityMilli: stockedMilli, unitCostMinor: 500 };
  const draft = { lines: [{ productId, quantityMilli: 1000 }], place: false };
  await eventually(() => created(admin, '/inventory/movements', purchase), 60_000);
  await eventually(() => created(admin, '/orders', draft), 60_000);
  return productId;
}

async function created(admin: ApiClient, path: string, body: unknown): Promise<void> {
  const answer = await admin.post(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status}`);
}
