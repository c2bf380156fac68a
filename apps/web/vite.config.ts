import { defineConfig } from 'vite'

export default defineConfig({
  // Relative addresses, so that a server may mount the page anywhere.
  base: './',
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    // One chunk: nothing to preload, and the page's policy allows no inline script.
    modulePreload: { polyfill: false },
    // No data: addresses either, for the same policy.
    assetsInlineLimit: 0,
    // Nearly all of it is the stream-chat client.
    chunkSizeWarningLimit: 800,
  },
})
