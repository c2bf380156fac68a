import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <title>Chat</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/page.css">
    <style>html, body, #root { height: 100%; margin: 0 }</style>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/page.js"></script>
  </body>
</html>`

/** Bundles the page with the real components, and serves it on loopback. */
export async function servePage(): Promise<{ readonly url: string; readonly close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    // React's development build, which reports mistakes on the console.
    define: { 'process.env.NODE_ENV': '"development"' },
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl' },
  })
  const types = { '.js': 'text/javascript', '.css': 'text/css' }
  const server = createServer(({ url = '/' }, response) => {
    const file = outputFiles.find(({ path }) => path === url.split('?')[0])
    const type = Object.entries(types).find(([ending]) => file?.path.endsWith(ending))?.[1] ?? 'text/html'
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(file?.contents ?? HTML)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
