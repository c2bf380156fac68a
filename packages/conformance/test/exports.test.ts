import { expect, it } from 'vitest'
import * as conformance from '../src/index.js'

it('exports these names', () => {
  expect(Object.keys(conformance).sort()).toMatchInlineSnapshot(`
    [
      "APP_SETTINGS",
      "GUARDED_PATHS",
      "LOG_OUT_ROUTE",
      "PASSED_ON",
      "ROUTE_CASES",
      "SMALL_HEAP",
      "STORE_CASES",
      "TOKEN_PATHS",
      "VERIFY_CASES",
      "allCells",
      "createTestVerifyUser",
      "guardedResult",
      "loadSuite",
      "nodeExceptions",
      "ownProcess",
      "routeSuite",
      "soakSuite",
      "storeSuite",
      "thrownResponse",
      "verifySuite",
    ]
  `)
})
