/** Has the browser load the whole app at once, though its entry asks for the greater part only when it runs. */
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** What begins runs while the rest is on its way: it comes first, over the connection that has brought the page. */
const first = 'start';
/** The app, and the screen that has to be there the soonest. */
const entries = ['show-app', 'till-screen'];

/** Fails when one of these is no part of its own any more. */
export function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const start = namesOf(bundle, ({ name }) => name === first);
        const found = namesOf(bundle, (file) => file.isDynamicEntry && entries.includes(file.name));
        if (start.length !== 1 || found.length !== entries.length) {
          throw new Error(`${[first, ...entries].join(', ')} are not what was built`);
        }
        const rest = [...withImports(found, bundle)].filter((file) => !html.includes(file));
        return {
          html: start.reduce(withoutPreload, html),
          tags: [
            ...start.map((file) => preload(file, 'head-prepend')),
            ...rest.map((file) => preload(file, 'head')),
          ],
        };
      },
    },
  };
}

const namesOf = (
  bundle: Rolldown.OutputBundle,
  isMeant: (file: Rolldown.OutputChunk) => boolean,
): string[] =>
  Object.values(bundle).flatMap((file) =>
    file.type === 'chunk' && isMeant(file) ? [file.fileName] : [],
  );

const preload = (file: string, injectTo: 'head' | 'head-prepend'): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
  injectTo,
});

const withoutPreload = (html: string, file: string): string =>
  html.replace(new RegExp(`\\s*<link rel="modulepreload"[^>]*href="/${file}">`), '');

/** The largest first: it takes the longest. */
function withImports(names: string[], bundle: Rolldown.OutputBundle): Set<string> {
  const found = new Set<string>();
  const follow = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== 'chunk' || found.has(name)) return;
    for (const imported of file.imports) follow(imported);
    found.add(name);
  };
  for (const name of names) follow(name);
  return found;
}
