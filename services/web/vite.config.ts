/** How the browser's part is built: `app` into `dist`; in development `vite` hands the API on to a running shop. */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';
import { preloadApp } from './build/preload-app.ts';
import { serviceWorkerFiles, workerFile } from './build/service-worker-files.ts';

// The shop to develop against: BALCAO_URL, or the one of `npm start`.
const shop = process.env.BALCAO_URL ?? 'http://127.0.0.1:8080';

/** What `main.ts` imports: it runs while the app is still on its way. */
const startModules =
  /[\\/]app[\\/](routes|i18n[\\/]language|offline[\\/](open-shop|start-offline)|shell[\\/](load-screen|theme))\.ts$/;

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadApp(), serviceWorkerFiles(), precompress()],
  server: { proxy: { '/api': shop, '/config': shop } },
  build: {
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      input: { index: 'index.html', worker: 'app/offline/service-worker.ts' },
      output: {
        // The worker's address stays the same from version to version: that is how browsers find a new one.
        entryFileNames: ({ name }) => (name === 'worker' ? workerFile : 'assets/[name]-[hash].js'),
        // What the first screen loads comes in two files instead of sixty: on a slow line each request has its price.
        codeSplitting: {
          groups: [
            { name: 'start', test: startModules, priority: 3 },
            {
              name: 'app',
              test: /[\\/]app[\\/](show-app|till[\\/]till-screen)\.tsx$/,
              priority: 2,
            },
          ],
        },
      },
      // Schemas that a page does not parse with are calls without effect: the pure rules beside them stay light.
      treeshake: { manualPureFunctions: ['z'] },
    },
  },
});
