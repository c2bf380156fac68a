import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('shows the node:http host in the README of conformance', () => {
  expect(read('conformance/README.md')).toContain(read('e2e/hosts/node-http.ts'))
})
