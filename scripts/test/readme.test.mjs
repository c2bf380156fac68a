import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readmeFiles, readmePackages } from '../rehearsal/readme.mjs'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('readmeFiles', () => {
  it('makes a file of each example, as it stands', () => {
    const files = readmeFiles(readme)
    expect(files.map(({ path }) => path)).toEqual([
      'express.ts',
      'koa.ts',
      'app/api/stream/[...stream]/route.ts',
      'client.ts',
    ])
    for (const { code } of files) expect(readme).toContain(`\`\`\`ts\n${code}\n\`\`\``)
  })
})

describe('readmePackages', () => {
  it('returns what the install line and the imports name', () => {
    expect(readmePackages(readme)).toEqual([
      '@stream-token/express',
      '@stream-token/koa',
      '@stream-token/next',
      'express',
      'express-session',
      'koa',
      'koa-session',
      'iron-session',
      'stream-chat',
    ])
  })

  it('returns the package of an import of one of its files', () => {
    const text = "```sh\nnpm install a\n```\n```ts\nimport { b } from 'b/c'\nimport d from '@d/e/f'\n```\n"
    expect(readmePackages(text)).toEqual(['b', '@d/e'])
  })
})
