import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { withRanges } from '../example-ranges.mjs'

const examples = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples')

describe('withRanges', () => {
  it('sets the ranges of our packages, in both kinds of dependencies, and of no others', () => {
    const manifest = {
      name: 'example',
      version: '0.1.0',
      dependencies: { '@stream-token/express': '^0.1.0', express: '^5.3.0' },
      devDependencies: { '@stream-token/emulator': '^0.1.0' },
    }
    expect(JSON.parse(withRanges(JSON.stringify(manifest), '0.2.0'))).toEqual({
      ...manifest,
      dependencies: { '@stream-token/express': '^0.2.0', express: '^5.3.0' },
      devDependencies: { '@stream-token/emulator': '^0.2.0' },
    })
  })

  it.each(readdirSync(examples))('changes nothing else in the manifest of the %s example', name => {
    const text = readFileSync(join(examples, name, 'package.json'), 'utf8')
    const [, version] = /"@stream-token\/\w+": "\^(.+)"/.exec(text)
    expect(withRanges(text, '9.8.7')).not.toBe(text)
    expect(withRanges(withRanges(text, '9.8.7'), version)).toBe(text)
  })
})
