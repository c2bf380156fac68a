import { expect, it } from 'vitest'
import * as adapter from '../src/index.js'

it('exports these names', () => {
  expect(Object.keys(adapter).sort()).toMatchInlineSnapshot(`
    [
      "TokenProviderError",
      "getStreamAuth",
      "isTokenProviderError",
      "streamTokenProvider",
    ]
  `)
})
