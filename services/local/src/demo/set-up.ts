/** Before the demo's first day: people log in, and the catalogue is written. */
import { registrationResponse, sessionResponse } from '@balcao/contracts/api/auth.ts';
import type { ApiConnections } from './api.ts';
import { isKept } from './goods.ts';
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

/** Writes all that is there on the first day; resolves when the counter, the stock room and the rules on prices know it. */
export async function setUpShop({ plan, bus, admin, stockist }: Stage): Promise<void> {
  const { categories, products } = plan.goods;
  await sideBySide(plan.suppliers, ({ id, name }) =>
    stockist.post('/inventory/suppliers', { id, name }),
  );
  await sideBySide(categories, ({ id, name }) => admin.post('/categories', { id, name }));
  const known = products.flatMap(({ id }) => [
    bus.handled('sales.catalog', 'product.created', id),
    bus.handled('inventory.catalog', 'product.created', id),
    bus.handled('market-analyzer.catalog', 'product.created', id),
  ]);
  await sideBySide(products, (product) => {
    const { department: _code, typicalMilli: _usual, popularity: _often, ...request } = product;
    return admin.post('/products', request);
  });
  await Promise.all(known);
  await sideBySide(products.filter(isKept), ({ id, typicalMilli }) =>
    stockist.put(`/inventory/stock/${id}/policy`, {
      minimumMilli: typicalMilli * 2,
      negativeStock: 'block',
    }),
  );
  await sideBySide(plan.customers, (customer) => admin.post('/customers', customer));
  await writeOffers({ plan, bus, admin });
  await writeTemplates({ plan, stockist });
}

async function writeOffers({ plan, bus, admin }: Pick<Stage, 'plan' | 'bus' | 'admin'>) {
  const known = plan.offers.map(({ id }) => bus.handled('sales.catalog', 'promotion.created', id));
  await sideBySide(plan.offers, (offer) => admin.post('/promotions', offer));
  await Promise.all(known);
}

/** Cuts are valued by what they sell for: picanha costs more than what hangs beside it. */
async function writeTemplates({ plan, stockist }: Pick<Stage, 'plan' | 'stockist'>) {
  await sideBySide(plan.carcasses, ({ id, template, input, cuts }) =>
    stockist.post('/inventory/breakdown-templates', {
      id,
      name: template,
      inputProductId: input.id,
      costKey: 'weight_price',
      outputs: cuts.map(({ product, basisPoints }) => ({
        productId: product.id,
        expectedBasisPoints: basisPoints,
      })),
    }),
  );
}
