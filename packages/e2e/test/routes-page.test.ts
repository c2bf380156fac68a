import { ROUTE_CASES } from '@stream-token/conformance'
import { expect, it } from 'vitest'
import { behaviourPage } from '../hosts/behaviour-page.js'
import { EXCEPTIONS } from '../hosts/exceptions/index.js'
import { LOAD_EXCEPTIONS } from '../hosts/exceptions/load.js'
import { HOSTS } from '../hosts/index.js'
import { NEXT_HOSTS } from '../hosts/next.js'
import { RUNTIME_HOSTS } from '../hosts/runtimes/index.js'

// `vitest run --update test/routes-page.test.ts` regenerates the page.
it('docs/behaviour.md matches the hosts and their exceptions', async () => {
  const cases = [...ROUTE_CASES.values()].flat().length
  const page = behaviourPage([...HOSTS, ...RUNTIME_HOSTS, ...NEXT_HOSTS], EXCEPTIONS, LOAD_EXCEPTIONS, cases)
  await expect(page).toMatchFileSnapshot('../../../docs/behaviour.md')
})
