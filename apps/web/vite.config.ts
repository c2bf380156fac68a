import { defineConfig } from 'vite'

export default defineConfig({
  // Relative URLs, so that a server may mount the page below any path.
  base: './',
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    // The page has one chunk, so it needs no preload polyfill, and its Content-Security-Policy allows no inline script.
    modulePreload: { polyfill: false },
    // The policy allows no data: URLs either.
    assetsInlineLimit: 0,
    // The stream-chat client is most of the chunk.
    chunkSizeWarningLimit: 800,
  },
})
