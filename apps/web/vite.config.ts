import { defineConfig } from 'vite'
import { sourceLinks } from './source-links.js'

export default defineConfig({
  // Relative URLs, so that a server may mount the pages below any path.
  base: './',
  define: { SOURCE_LINKS: JSON.stringify(sourceLinks()) },
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'tokens.html'] },
    // Browsers that the pages support need no preload polyfill, and the Content-Security-Policy allows no inline script.
    modulePreload: { polyfill: false },
    // The policy allows no data: URLs either.
    assetsInlineLimit: 0,
    // The chat's components and its client are most of it.
    chunkSizeWarningLimit: 2000,
  },
})
