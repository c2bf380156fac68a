import { expect, it } from 'vitest'
import * as emulator from '../src/index.js'

it('exports these names', () => {
  expect(Object.keys(emulator).sort()).toMatchInlineSnapshot(`
    [
      "startStreamEmulator",
    ]
  `)
})
