/** Which file answers which address, and how long a browser may keep it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pages } from '@balcao/kit/http/app.ts';
import { chooseEncoding } from './choose-encoding.ts';
import { type Asset, type Assets, assetOf } from './read-assets.ts';
import { framedHeaders, securityHeaders } from './security-headers.ts';

/** A name with a hash of what is in it never means anything else. */
const forGood = 'public, max-age=31536000, immutable';
/** Kept, and asked for each time whether it still holds: a new version is seen at the next load. */
const checked = 'no-cache';

/** `shop` is what `/config` tells. */
export function createPages(assets: Assets, shop: object): Pages {
  const config = assetOf('/config.json', Buffer.from(JSON.stringify(shop)));
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = pathOf(request);
    const asset = path === '/config' ? config : find(assets, path, isNavigation(request));
    if (asset === undefined) return false;
    response.setHeaders(new Map(Object.entries(isFramed(path) ? framedHeaders : securityHeaders)));
    send(asset, { request, response, cacheControl: isHashed(path) ? forGood : checked });
    return true;
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = '/'] = url.split('?', 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const isHashed = (path: string) => path.startsWith('/assets/');

/** What prints receipts (`public/print-frame.js`). */
const isFramed = (path: string) => path.startsWith('/print-frame.');

/** Only who opens a page asks for one. */
const isNavigation = ({ headers: { accept = '' } }: IncomingMessage): boolean =>
  accept.includes('text/html');

/**
 * A screen's address has no file: the app itself knows what it shows there. What looks like a file has to be one,
 * unless a person goes there: a symbol of the market may have a dot.
 */
function find(assets: Assets, path: string, isOpened: boolean): Asset | undefined {
  const isPage = isOpened || !path.slice(path.lastIndexOf('/')).includes('.');
  const isScreen = isPage && !/^\/api(\/|$)/.test(path) && !isHashed(path);
  return assets.get(path) ?? (isScreen ? assets.get('/index.html') : undefined);
}

interface Sending {
  request: IncomingMessage;
  response: ServerResponse;
  cacheControl: string;
}

function send({ type, etag, bodies }: Asset, { request, response, cacheControl }: Sending): void {
  const { 'accept-encoding': accepted, 'if-none-match': known = '' } = request.headers;
  const encoding = chooseEncoding(String(accepted ?? ''), bodies);
  const body = bodies[encoding] ?? bodies.identity;
  // Each form is a representation of its own, with a tag of its own.
  const tag = encoding === 'identity' ? etag : etag.replace(/"$/, `-${encoding}"`);
  response.setHeader('Cache-Control', cacheControl);
  response.setHeader('ETag', tag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (known === '*' || known.split(/, */).some((one) => one.replace(/^W\//, '') === tag)) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('Content-Type', type);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', body.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
}
