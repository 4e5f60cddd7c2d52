/** Before the demo's first day: people log in, and the catalogue is written. */
import { registrationResponse, sessionResponse } from '@balcao/contracts/api/auth.ts';
import type { ApiConnections } from './api.ts';
import type { DemoUser } from './people.ts';
import type { DemoPlan } from './plan.ts';
import { type Stage, sideBySide } from './stage.ts';

/** Somebody is registered in this shop already. */
export class ShopHasDataError extends Error {}

/** Registers all users and answers their access tokens, by user id. Throws ShopHasDataError in a shop that has users. */
export async function enterPeople(
  connections: ApiConnections,
  { users }: DemoPlan,
): Promise<Map<string, string>> {
  const anybody = connections.as(null);
  const { isOpen } = registrationResponse.parse(await anybody.get('/auth/registration'));
  const [owner, ...others] = users;
  if (!isOpen || owner === undefined) throw new ShopHasDataError();
  const { role: _first, ...registration } = owner;
  await anybody.post('/auth/register', registration);
  const tokens = new Map([[owner.id, await logIn(connections, owner)]]);
  const admin = connections.as(tokens.get(owner.id) ?? null);
  await sideBySide(others, async (user) => {
    await admin.post('/users', user);
    tokens.set(user.id, await logIn(connections, user));
  });
  return tokens;
}

async function logIn(connections: ApiConnections, { email, password }: DemoUser): Promise<string> {
  const answer = await connections.as(null).post('/auth/login', { email, password });
  return sessionResponse.parse(answer).accessToken;
}

/** Writes categories and products; resolves when the counter and the stock room know them. */
export async function writeCatalogue({ plan, bus, admin }: Stage): Promise<void> {
  const { categories, products } = plan.goods;
  await sideBySide(categories, ({ id, name }) => admin.post('/categories', { id, name }));
  const known = products.flatMap(({ id }) => [
    bus.handled('sales.catalog', 'product.created', id),
    bus.handled('inventory.catalog', 'product.created', id),
  ]);
  await sideBySide(products, (product) => {
    const { department: _code, typicalMilli: _usual, popularity: _often, ...request } = product;
    return admin.post('/products', request);
  });
  await Promise.all(known);
}
