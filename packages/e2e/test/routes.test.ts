import { routeSuite } from '@stream-token/conformance'
import { EXCEPTIONS } from '../hosts/exceptions.js'
import { HOSTS } from '../hosts/index.js'

for (const host of HOSTS) routeSuite(host, { exceptions: EXCEPTIONS })
