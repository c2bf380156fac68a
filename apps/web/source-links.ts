import { readFileSync } from 'node:fs'

const ROOT = new URL('../../', import.meta.url)
const REPOSITORY = 'https://github.com/stream-token/stream-token-provider/blob/main/'

/** The lines of code to which the pages link: a file, and the text of its first line. */
const SOURCES: Readonly<Record<string, readonly [file: string, line: string]>> = {
  mint: ['packages/core/src/token/mint.ts', 'export function createMint('],
  connect: ['apps/web/src/page/demo/connect-chat.ts', 'export async function connectChat('],
  reduce: ['apps/web/src/page/demo/reduce.ts', 'export function reduce('],
  'express-chat/session': ['apps/express-chat/src/session.ts', "sessionRoutes.post('/session'"],
  'express-chat/verifyUser': ['apps/express-chat/src/app.ts', 'function verifyUser('],
  'express-chat/authorizeRevocation': ['apps/express-chat/src/app.ts', 'function authorizeRevocation('],
  'koa-chat/session': ['apps/koa-chat/src/session.ts', "sessionRoutes.post('/session'"],
  'koa-chat/verifyUser': ['apps/koa-chat/src/app.ts', 'function verifyUser('],
  'koa-chat/authorizeRevocation': ['apps/koa-chat/src/app.ts', 'function authorizeRevocation('],
  'next-chat/session': ['apps/next-chat/app/session/route.ts', 'export async function POST('],
  'next-chat/verifyUser': ['apps/next-chat/lib/stream.ts', 'function verifyUser('],
  'next-chat/authorizeRevocation': ['apps/next-chat/lib/stream.ts', 'function authorizeRevocation('],
  verify: ['packages/core/src/token/verify.ts', 'export function createVerifier('],
}

/** A link to lines of code, for the pages. */
export interface SourceLinkTarget {
  readonly text: string
  readonly href: string
}

/** Finds the number of each line, so that the links follow the code. Throws if a line is gone. */
export function sourceLinks(): Readonly<Record<string, SourceLinkTarget>> {
  return Object.fromEntries(
    Object.entries(SOURCES).map(([name, [file, line]]) => {
      const lines = readFileSync(new URL(file, ROOT), 'utf8').split('\n')
      const at = lines.findIndex(text => text.includes(line)) + 1
      if (at === 0) throw new Error(`${file} has no line with "${line}". Correct apps/web/source-links.ts.`)
      return [name, { text: `${file.split('/').at(-1)}:${at}`, href: `${REPOSITORY}${file}#L${at}` }]
    }),
  )
}
