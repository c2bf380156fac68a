import { routeSuite } from '@stream-token/conformance'
import { afterAll, describe, it } from 'vitest'
import { EXCEPTIONS } from '../hosts/exceptions/index.js'
import { SAME_APP_SAMPLE } from '../hosts/route-sample.js'
import { RUNTIME_HOSTS } from '../hosts/runtimes/index.js'

for (const host of RUNTIME_HOSTS) {
  describe(host.name, () => {
    if (host.program() === undefined) {
      it.skip('is not installed', () => {})
      return
    }
    afterAll(host.stop)
    routeSuite(host, { exceptions: EXCEPTIONS, ...SAME_APP_SAMPLE })
  })
}
