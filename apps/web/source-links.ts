import { readFileSync } from 'node:fs'

const ROOT = new URL('../../', import.meta.url)
const REPOSITORY = 'https://github.com/stream-token/stream-token-provider/blob/main/'

/** The lines of code to which the pages link: a file, and the text of its first line. */
const SOURCES: Readonly<Record<string, readonly [file: string, line: string]>> = {
  mint: ['packages/core/src/token/mint.ts', 'export function createMint('],
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
