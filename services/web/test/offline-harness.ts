/** What the tests of working offline ask the app for, from within its own page: the same modules as the app's. */
import { lookUp, searchProducts } from '../app/offline/catalogue.ts';
import { submitSale } from '../app/offline/submit-sale.ts';

export const door = { lookUp, searchProducts, submitSale };
