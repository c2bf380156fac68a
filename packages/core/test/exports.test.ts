import { describe, expect, it } from 'vitest'
import * as core from '../src/index.js'
import * as node from '../src/node/index.js'

describe('@stream-token/core', () => {
  it('exports these values', () => {
    expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
      [
        "TokenProviderError",
        "checkFunctions",
        "createGuard",
        "createTokenProvider",
        "faceOf",
        "isTokenProviderError",
        "memoryRevocationStore",
        "problemReply",
        "resolveProvider",
        "systemClock",
        "toResponse",
      ]
    `)
  })
})

describe('@stream-token/core/node', () => {
  it('exports these values', () => {
    expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
      [
        "fromNodeLogOut",
        "fromNodeRequest",
        "pathnameOf",
        "writeReply",
      ]
    `)
  })
})
