import { verifySuite } from '@stream-token/conformance'
import { createTokenProvider } from '@stream-token/core'
import { HOSTS } from '../hosts/index.js'

verifySuite(createTokenProvider)

for (const host of HOSTS) verifySuite(host)
