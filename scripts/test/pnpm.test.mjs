import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePin } from '../pnpm.mjs'

describe('parsePin', () => {
  it("reads this repository's pin", () => {
    const { packageManager } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    )
    expect(parsePin(packageManager)).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      sha512: expect.stringMatching(/^[0-9a-f]{128}$/),
    })
  })

  it.each(['pnpm@10.34.8', 'npm@11.0.0', 'pnpm@10.34.8+sha512.00', undefined])('refuses %s', pin => {
    expect(() => parsePin(pin)).toThrow('packageManager')
  })
})
