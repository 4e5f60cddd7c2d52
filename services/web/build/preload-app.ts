/** Has the browser load the whole app at once, though its entry asks for the greater part only when it runs. */
import type { Plugin, Rolldown } from 'vite';

/** Fails when the app is no part of its own any more. */
export function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const app = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.isDynamicEntry && file.name === 'show-app',
        );
        if (app === undefined) throw new Error('show-app is not among what was built');
        return [...withImports(app.fileName, bundle)]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
            injectTo: 'head',
          }));
      },
    },
  };
}

function withImports(
  name: string,
  bundle: Rolldown.OutputBundle,
  found: Set<string> = new Set(),
): Set<string> {
  const file = bundle[name];
  if (file?.type !== 'chunk' || found.has(name)) return found;
  found.add(name);
  for (const imported of file.imports) withImports(imported, bundle, found);
  return found;
}
