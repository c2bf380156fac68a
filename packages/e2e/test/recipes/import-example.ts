import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { transformSync } from 'esbuild'

/** The first example below a heading of a page in `docs`. */
function exampleOf(page: string, heading: string): string {
  const text = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
  const [, below = ''] = `\n${text}`.split(`\n${heading}\n`)
  const [, code] = /```ts\n([\s\S]*?)```/.exec(below) ?? []
  if (code === undefined) throw new Error(`docs/${page} has no example below "${heading}".`)
  return code
}

/** In `node_modules`, so that the examples find their imports. */
const folder = new URL('../../node_modules/.recipes/', import.meta.url)

/**
 * Runs the first example below a heading of a page as it is written, but without listening. Returns its module, which
 * also exports its `app` and `stream`.
 */
export async function importExample(page: string, heading: string): Promise<unknown> {
  const code = exampleOf(page, heading).replace('app.listen(3000)\n', 'export { app }\n')
  const stream = /^const stream\b/m.test(code) ? '\nexport { stream }' : ''
  mkdirSync(folder, { recursive: true })
  const file = new URL(`${crypto.randomUUID()}.mjs`, folder)
  writeFileSync(file, transformSync(code + stream, { loader: 'ts' }).code)
  try {
    return await import(/* @vite-ignore */ file.href)
  } finally {
    rmSync(file)
  }
}
