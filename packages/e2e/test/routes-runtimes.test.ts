import { routeSuite } from '@stream-token/conformance'
import { afterAll, describe } from 'vitest'
import { EXCEPTIONS } from '../hosts/exceptions/index.js'
import { SAME_APP_SAMPLE } from '../hosts/route-sample.js'
import { RUNTIME_HOSTS } from '../hosts/runtimes.js'

for (const host of RUNTIME_HOSTS) {
  describe.skipIf(host.program() === undefined)(host.name, () => {
    afterAll(host.stop)
    routeSuite(host, { exceptions: EXCEPTIONS, ...SAME_APP_SAMPLE })
  })
}
